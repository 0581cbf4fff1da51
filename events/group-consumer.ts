import type { Consumer } from 'kafkajs';
import { announcingAssigner } from './announcement.ts';
import type { Broker } from './broker.ts';
import type { GroupOptions } from './group-options.ts';
import type { AnyTopic } from './topics.ts';

/** The time after which the broker removes a member that sends no heartbeats, such as a process that was killed. */
export const sessionTimeoutMs = 10_000;

/** Creates the consumer of a group member, not yet connected. */
export function createConsumer<T extends AnyTopic>(
  { kafka, fullName }: Broker,
  { group, fetch }: GroupOptions<T>,
): Consumer {
  return kafka.consumer({
    groupId: fullName(group),
    allowAutoTopicCreation: false,
    partitionAssigners: [announcingAssigner],
    sessionTimeout: sessionTimeoutMs,
    heartbeatInterval: 2_000,
    rebalanceTimeout: 15_000,
    // The time by which an idle fetch may delay a shutdown.
    maxWaitTimeInMs: 500,
    // The member joins again by itself (see group.ts): kafkajs would repeat some errors every 100 ms, each on a new connection.
    retry: { restartOnFailure: async () => false },
    ...fetch,
  });
}

/**
 * Returns true if the error with which a consumer crashed may pass: it comes from the broker and not from our own code, or
 * kafkajs has retried it, which it does only with errors that may pass.
 */
export function mayPass(error: Error): boolean {
  if (error.name === 'KafkaJSNumberOfRetriesExceeded') return true;
  if (error.name === 'KafkaJSNonRetriableError') return error.cause instanceof Error && mayPass(error.cause);
  return error.name.startsWith('KafkaJS') || (error as { retriable?: boolean }).retriable === true;
}
