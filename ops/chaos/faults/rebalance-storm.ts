import { setTimeout as delay } from 'node:timers/promises';
import type { Broker } from '#events/broker.ts';
import { type Group, subscriptions } from '#events/subscriptions.ts';
import { topicsOf } from '#events/topics.ts';
import { createConsumer } from '../../clients/consumer.ts';
import type { FaultKind } from './fault.ts';
import { repeatUntilHealed } from './repeat.ts';

/** Joins and leaves a consumer group repeatedly, so that its partitions keep moving. */
export const rebalanceStorm = (broker: Broker, groups: readonly string[]): FaultKind => ({
  kind: 'rebalance storm',
  targets: groups,
  lasts: [10, 20],
  touches: () => ['kafka'],
  inject: async (group) => repeatUntilHealed((signal) => joinAndLeave(broker, group as Group, signal)),
});

async function joinAndLeave(broker: Broker, group: Group, signal: AbortSignal): Promise<void> {
  const member = createConsumer(broker, group);
  const joined = new Promise<void>((resolve) => {
    member.on(member.events.GROUP_JOIN, () => resolve());
    member.on(member.events.CRASH, () => resolve());
  });
  try {
    await member.connect();
    await member.subscribe({ topics: topicsOf(subscriptions[group]) });
    // The member reads its partitions, but handles nothing and commits no offsets.
    await member.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch: async () => undefined });
    await joined;
    await delay(500, undefined, { signal }).catch(() => undefined);
  } finally {
    await member.disconnect();
  }
}
