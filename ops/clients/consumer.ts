import type { Consumer, ConsumerConfig } from 'kafkajs';
import type { Broker } from '#events/broker.ts';

/** Creates a consumer without kafkajs's automatic restart, which would revive a consumer that is leaving its group. */
export function createConsumer(
  { kafka }: Broker,
  groupId: string,
  options: Pick<ConsumerConfig, 'readUncommitted'> = {},
): Consumer {
  return kafka.consumer({
    ...options,
    groupId,
    sessionTimeout: 10_000,
    rebalanceTimeout: 15_000,
    maxWaitTimeInMs: 200,
    retry: { restartOnFailure: async () => false },
  });
}
