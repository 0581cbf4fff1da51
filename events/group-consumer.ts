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
    ...fetch,
  });
}

/** Returns true if an error comes from the broker, and not from our own code. kafkajs wraps both. */
export function isKafkaError(error: Error): boolean {
  const isWrapper = error.name === 'KafkaJSNonRetriableError' || error.name === 'KafkaJSNumberOfRetriesExceeded';
  return isWrapper ? error.cause instanceof Error && isKafkaError(error.cause) : error.name.startsWith('KafkaJS');
}
