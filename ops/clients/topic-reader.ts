import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Batch, Consumer, KafkaMessage } from 'kafkajs';
import { type Broker, withAdmin } from '#events/broker.ts';
import { partitionKey } from '#events/topics.ts';
import { createConsumer } from './consumer.ts';

/** The next offset to read of each partition, by its `partitionKey`. */
export type Position = ReadonlyMap<string, bigint>;

/** Receives new messages of one partition, in the order of their offsets. */
export type HandleMessages = (topic: string, partition: number, messages: readonly KafkaMessage[]) => void;

/** Returns the position after the last message of these topics. */
export function endOf(broker: Broker, topics: readonly string[]): Promise<Position> {
  return withAdmin(broker, async (admin) => {
    const ends = await Promise.all(
      topics.map(async (topic) =>
        (await admin.fetchTopicOffsets(topic)).map(
          ({ partition, high }) => [partitionKey({ topic, partition }), BigInt(high)] as const,
        ),
      ),
    );
    return new Map(ends.flat());
  });
}

/** The options of a reader. */
interface ReaderOptions {
  /** True to read messages of transactions that are open or were aborted too. */
  readUncommitted?: boolean;
}

/** A reader of topics from a position on, each message once, until it is disposed of. It reconnects after outages. */
export class TopicReader implements AsyncDisposable {
  readonly #broker: Broker;
  readonly #handle: HandleMessages;
  readonly #next: Map<string, bigint>;
  readonly #topics: string[];
  readonly #options: ReaderOptions;
  #consumer: Consumer | undefined;
  #closed = false;

  private constructor(broker: Broker, from: Position, handle: HandleMessages, options: ReaderOptions) {
    this.#options = options;
    this.#broker = broker;
    this.#handle = handle;
    this.#next = new Map(from);
    this.#topics = [...new Set([...from.keys()].map((key) => key.split(':')[0] ?? ''))];
  }

  /** Starts to read all partitions of `from`. */
  static async start(
    broker: Broker,
    from: Position,
    handle: HandleMessages,
    options: ReaderOptions = {},
  ): Promise<TopicReader> {
    const reader = new TopicReader(broker, from, handle, options);
    await reader.#join();
    return reader;
  }

  /** Waits until every message was read that is in the topics now. */
  async caughtUp(signal: AbortSignal): Promise<void> {
    const end = await endOf(this.#broker, this.#topics);
    const isBehind = () => [...end].some(([key, offset]) => (this.#next.get(key) ?? 0n) < offset);
    while (isBehind()) await delay(50, undefined, { signal });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    await this.#consumer?.disconnect();
  }

  async #join(): Promise<void> {
    const consumer = createConsumer(this.#broker, `reader-${randomUUID()}`, this.#options);
    this.#consumer = consumer;
    consumer.on(consumer.events.GROUP_JOIN, () => {
      for (const [key, offset] of this.#next) {
        const [topic = '', partition] = key.split(':');
        consumer.seek({ topic, partition: Number(partition), offset: String(offset) });
      }
    });
    consumer.on(consumer.events.CRASH, () => {
      if (!this.#closed) void this.#joinAgain(consumer);
    });
    await consumer.connect();
    await consumer.subscribe({ topics: this.#topics, fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatch: async ({ batch, resolveOffset }) => {
        this.#read(batch);
        resolveOffset(batch.lastOffset());
      },
    });
  }

  async #joinAgain(former: Consumer): Promise<void> {
    await former.disconnect().catch(() => undefined);
    while (!this.#closed) {
      await delay(500);
      try {
        return await this.#join();
      } catch {
        // Kafka is still unavailable.
        await this.#consumer?.disconnect().catch(() => undefined);
      }
    }
  }

  #read(batch: Batch): void {
    const { topic, partition, messages } = batch;
    const key = partitionKey(batch);
    const next = this.#next.get(key) ?? 0n;
    const unread = messages.filter(({ offset }) => BigInt(offset) >= next);
    if (unread.length > 0) this.#handle(topic, partition, unread);
    // A batch may end with offsets that have no message, such as the ends of transactions.
    const end = BigInt(batch.lastOffset()) + 1n;
    if (end > next) this.#next.set(key, end);
  }
}
