import { context } from '@opentelemetry/api';
import type { KafkaMessage } from 'kafkajs';
import { logger } from '#telemetry/logger.ts';
import { type Broker, whenAvailable } from './broker.ts';
import type { EventType, ReceivedEvent, Topic } from './catalog.ts';
import { deleteGroup } from './delete-group.ts';
import { type GroupMember, joinGroup, type PolledBatch } from './group.ts';
import { recordProcess } from './metrics.ts';
import { currentRanges, UnreadRanges } from './offset-ranges.ts';
import { Poison } from './poison.ts';
import { receive } from './receive.ts';
import { topicsOf } from './topics.ts';
import { endSpan, startProcess } from './trace.ts';

export interface FollowOptions<T extends EventType> {
  /** A consumer group for this follower alone, so that it receives every event. It is deleted when the follower closes. */
  group: string;
  types: readonly T[];
  /** The age of the oldest events to receive, in milliseconds. */
  since: number;
  /** Receives each event, some of them more than once. Must not throw or block. */
  onEvent(event: ReceivedEvent<T>): void;
}

/**
 * Passes recent and new events to a callback, for state that is kept in memory only. Nothing is recorded, retried or
 * dead-lettered, and invalid messages are skipped. Waits until Kafka is available. The member counts as joined when it
 * has also received the events that existed when it started.
 */
export async function followEvents<T extends EventType>(
  broker: Broker,
  options: FollowOptions<T>,
  signal?: AbortSignal,
): Promise<GroupMember> {
  const { group, types, since } = options;
  const topics = topicsOf(types);
  const from = new Date(Date.now() - since);
  const past = await whenAvailable(() => currentRanges(broker, topics, from), signal);
  const unread = new UnreadRanges(past);
  const member = await joinGroup(
    broker,
    {
      group,
      topics,
      fromBeginning: false,
      startAt: past.map(({ topic, partition, start }) => ({ topic, partition, offset: String(start) })),
      commit: false,
      fetch: { minBytes: 65_536, maxWaitTimeInMs: 50 },
      eachBatch: async (topic, payload) => {
        const { batch } = payload;
        for (const message of batch.messages) handle(options, topic, payload, message);
        payload.resolveOffset(batch.lastOffset());
        unread.markRead(batch, batch.lastOffset());
      },
    },
    signal,
  );
  return {
    joined: async () => {
      await member.joined();
      // Messages may be deleted before they are read.
      if (!unread.isEmpty) unread.limitTo(await currentRanges(broker, topics));
      if (!unread.isEmpty) throw new Error(`${group} has not read all earlier events yet`);
    },
    close: async () => {
      await member.close();
      await deleteGroup(broker, broker.fullName(group));
    },
  };
}

function handle<T extends EventType>(
  { group, types, onEvent }: FollowOptions<T>,
  topic: Topic,
  { batch, poll }: PolledBatch,
  message: KafkaMessage,
): void {
  try {
    const event = receive(message, types, new Date());
    if (event === undefined) return;
    const begin = performance.now();
    const ctx = startProcess({ topic, poll, message });
    context.with(ctx, () => onEvent(event));
    endSpan(ctx);
    recordProcess({ topic, group }, begin);
  } catch (error) {
    if (!(error instanceof Poison)) throw error;
    logger.debug('invalid message skipped', { topic, partition: batch.partition, offset: message.offset, error });
  }
}
