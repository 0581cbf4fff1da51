import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type ActiveFault, decodeActiveFault } from '#platform/faults/active-fault.ts';
import { type ProcessName, processes } from '#platform/faults/definitions.ts';
import type { Faults } from '#platform/faults/faults.ts';
import { brokers } from '#platform/process/config.ts';
import { onStop } from '#platform/process/stop.ts';
import { logger } from '#telemetry/logger.ts';
import { readConfig } from '#telemetry/read-config.ts';
import { type Broker, createBroker, whenAvailable, withAdmin } from '../broker.ts';
import { type GroupMember, joinGroup } from '../group.ts';
import { createFaultsTopic, faultsTopic } from '../topics.ts';

/** What the group of every follower begins with; its name tells the process. */
const groupPrefix = 'faults-';

/** Keeps the faults of this process as the topic says, for as long as it runs. While Kafka is away they stay as they are. */
export function keepUp(faults: Faults): void {
  const { KAFKA_BROKERS } = readConfig(z.object({ KAFKA_BROKERS: brokers }));
  const broker = createBroker({ brokers: KAFKA_BROKERS, clientId: faults.process });
  const stopping = new AbortController();
  const group = `${groupPrefix}${faults.process}-${randomUUID()}`;
  const following = followSwitches(
    broker,
    {
      group,
      onSwitch: (key, switched) => faults.set(key, switched),
      onCaughtUp: () => faults.markLoaded(),
    },
    stopping.signal,
  );
  following.catch((error: unknown) => {
    if (!stopping.signal.aborted) logger.error('the switches of faults cannot be followed', { error });
  });
  onStop('faults', async () => {
    stopping.abort();
    await (await following.catch(() => undefined))?.close();
    await faults.end();
  });
}

interface Following {
  /** A group that nobody else has. */
  group: string;
  /** Told of each switch that is on at the beginning, and then of each change; undefined when it is off. */
  onSwitch(key: string, switched: ActiveFault | undefined): void;
  /** Told once, after all that was there at the beginning. */
  onCaughtUp?(): void;
}

/** Follows the switches in their topic, which it creates where it is missing. Waits for the broker. */
export async function followSwitches(
  broker: Broker,
  { group, onSwitch, onCaughtUp }: Following,
  signal?: AbortSignal,
): Promise<GroupMember> {
  const topic = broker.fullName(faultsTopic);
  const { low, high } = await whenAvailable(async () => {
    await createFaultsTopic(broker);
    const [ends] = await withAdmin(broker, (admin) => admin.fetchTopicOffsets(topic));
    return { low: ends?.low ?? '0', high: BigInt(ends?.high ?? 0) };
  }, signal);
  // What was changed before is not lived through again: only what came of it counts.
  let past: Map<string, ActiveFault | undefined> | undefined = new Map();
  const catchUp = (next: bigint) => {
    if (past === undefined || next < high) return;
    for (const [key, switched] of past) if (switched !== undefined) onSwitch(key, switched);
    past = undefined;
    onCaughtUp?.();
  };
  catchUp(BigInt(low));
  return joinGroup(
    broker,
    {
      group,
      topics: [faultsTopic],
      fromBeginning: true,
      startAt: [{ topic, partition: 0, offset: low }],
      commit: false,
      eachBatch: async (_topic, { batch, resolveOffset }) => {
        for (const { key, value } of batch.messages) {
          const switched = read(value);
          if (key === null || switched === 'unreadable') continue;
          if (past === undefined) onSwitch(key.toString(), switched);
          else past.set(key.toString(), switched);
        }
        resolveOffset(batch.lastOffset());
        catchUp(BigInt(batch.lastOffset()) + 1n);
      },
    },
    signal,
  );
}

function read(value: Buffer | null): ActiveFault | undefined | 'unreadable' {
  if (value === null) return undefined;
  try {
    return decodeActiveFault(value.toString());
  } catch (error) {
    logger.warn('a switch of a fault was not understood', { error });
    return 'unreadable';
  }
}

/** The processes that follow the switches now: none where faults are not enabled. */
export async function followers(broker: Broker): Promise<ProcessName[]> {
  const prefix = broker.fullName(groupPrefix);
  return withAdmin(broker, async (admin) => {
    const { groups } = await admin.listGroups();
    const ids = groups.map(({ groupId }) => groupId).filter((id) => id.startsWith(prefix));
    if (ids.length === 0) return [];
    const described = await admin.describeGroups(ids);
    const living = described.groups.filter(({ members }) => members.length > 0).map(({ groupId }) => groupId);
    return processes.filter((process) => living.some((id) => id.startsWith(`${prefix}${process}-`)));
  });
}
