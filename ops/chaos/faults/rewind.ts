import { setTimeout as delay } from 'node:timers/promises';
import { type Broker, withAdmin } from '#events/broker.ts';
import type { Stack } from '../../stack/supervisor/stack.ts';
import type { FaultKind } from './fault.ts';

const rewoundMessages = 500n;

/** Moves the committed offsets of a consumer group back by 500 messages while its workers are stopped. */
export const rewind = (
  stack: Stack,
  broker: Broker,
  workers: Readonly<Record<string, readonly string[]>>,
): FaultKind => ({
  kind: 'rewind',
  targets: Object.keys(workers),
  lasts: [1, 3],
  touches: (group) => ['kafka', ...(workers[group] ?? [])],
  inject: async (group) => {
    const members = (workers[group] ?? []).map((name) => stack.supervisor(name));
    const start = async () => {
      await Promise.all(members.map((member) => member.start()));
    };
    await Promise.all(members.map((member) => member.stop()));
    try {
      await setBack(broker, group);
    } catch (error) {
      await start();
      throw error;
    }
    return start;
  },
});

function setBack(broker: Broker, groupId: string): Promise<void> {
  return withAdmin(broker, async (admin) => {
    // A worker that was killed stays a member until its session expires.
    const limit = AbortSignal.timeout(30_000);
    const isEmpty = async () => (await admin.describeGroups([groupId])).groups[0]?.state === 'Empty';
    while (!(await isEmpty())) await delay(500, undefined, { signal: limit });
    for (const { topic, partitions } of await admin.fetchOffsets({ groupId })) {
      const earlier = partitions.map(({ partition, offset }) => {
        const rewound = BigInt(offset) - rewoundMessages;
        return { partition, offset: String(rewound < 0n ? 0n : rewound) };
      });
      await admin.setOffsets({ groupId, topic, partitions: earlier });
    }
  });
}
