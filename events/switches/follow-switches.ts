import type { ActiveFault } from '#platform/faults/active-fault.ts';
import { type Broker, whenAvailable } from '../broker.ts';
import { type GroupMember, joinGroup } from '../group.ts';
import { currentRanges, UnreadRanges } from '../offset-ranges.ts';
import { faultsTopic } from '../topics.ts';
import { decodeSwitch } from './decode-switch.ts';

interface FollowOptions {
  /** A consumer group for this follower alone. */
  group: string;
  /** Called with each fault that is on at the start, then with each change. The value is undefined when a fault is off. */
  onSwitch(key: string, activeFault: ActiveFault | undefined): void;
  /** Called once, after the faults that were on at the start. */
  onCaughtUp?(): void;
}

/** Passes the faults that are on, and every change, to a callback. Waits until Kafka is available. */
export async function followSwitches(
  broker: Broker,
  { group, onSwitch, onCaughtUp }: FollowOptions,
  signal?: AbortSignal,
): Promise<GroupMember> {
  const ranges = await whenAvailable(() => currentRanges(broker, [faultsTopic]), signal);
  const unread = new UnreadRanges(ranges);
  // Earlier changes are not replayed one by one: only the last state of each key counts.
  let initial: Map<string, ActiveFault | undefined> | undefined = new Map();
  const finishCatchUp = () => {
    if (initial === undefined || !unread.isEmpty) return;
    for (const [key, activeFault] of initial) if (activeFault !== undefined) onSwitch(key, activeFault);
    initial = undefined;
    onCaughtUp?.();
  };
  finishCatchUp();
  return joinGroup(
    broker,
    {
      group,
      topics: [faultsTopic],
      fromBeginning: true,
      startAt: ranges.map(({ topic, partition, start }) => ({ topic, partition, offset: String(start) })),
      commit: false,
      eachBatch: async (_topic, { batch, resolveOffset }) => {
        for (const message of batch.messages) {
          const change = decodeSwitch(message);
          if (change === undefined) continue;
          if (initial === undefined) onSwitch(...change);
          else initial.set(...change);
        }
        resolveOffset(batch.lastOffset());
        unread.markRead(batch, batch.lastOffset());
        finishCatchUp();
      },
    },
    signal,
  );
}
