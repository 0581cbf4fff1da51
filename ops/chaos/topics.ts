import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type Admin, type Consumer, type IHeaders, type Kafka, type KafkaMessage, Partitioners } from 'kafkajs';
import { deadLetterTopics, topics as eventTopics, partitions } from '#events/topics.ts';

const names: readonly string[] = [...eventTopics, ...deadLetterTopics];

/** A message as it lies in a topic. */
export interface Message {
  topic: string;
  partition: number;
  offset: bigint;
  key: string | null;
  value: Buffer | null;
  headers: IHeaders;
  /** `order.placed` for `order.placed.v1`; empty where the header is missing. */
  type: string;
}

/** A message to be published: in the partition of its key, if no other is said. */
export interface Copy {
  topic: string;
  partition?: number;
  key: string | null;
  value: Buffer | string | null;
  headers: IHeaders;
}

/** Reads all topics of the pipeline as they grow, on a listener that no fault touches, and keeps every message. */
export class Topics {
  readonly #kafka: Kafka;
  readonly #messages = new Map<string, Message[]>(names.map((name) => [name, []]));
  /** The offset that is read next, by place. */
  readonly #next = new Map<string, bigint>(
    names.flatMap((topic) => Array.from({ length: partitions }, (_, n) => [`${topic}:${n}`, 0n] as const)),
  );
  #consumer: Consumer | undefined;
  #closed = false;

  private constructor(kafka: Kafka) {
    this.#kafka = kafka;
  }

  static async follow(kafka: Kafka): Promise<Topics> {
    const topics = new Topics(kafka);
    await topics.#join();
    return topics;
  }

  in(topic: string): readonly Message[] {
    return this.#messages.get(topic) ?? [];
  }

  /** Waits until all is read that is there now. */
  async caughtUp(signal: AbortSignal): Promise<void> {
    const ends = await this.administer(async (admin) =>
      Promise.all(names.map(async (topic) => ({ topic, offsets: await admin.fetchTopicOffsets(topic) }))),
    );
    const unread = () =>
      ends.some(({ topic, offsets }) =>
        offsets.some(({ partition, high }) => (this.#next.get(`${topic}:${partition}`) ?? 0n) < BigInt(high)),
      );
    while (unread()) await delay(50, undefined, { signal });
  }

  /** Puts messages where they are said to go, as they are. */
  async publish(copies: readonly Copy[]): Promise<void> {
    const producer = this.#kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
    await producer.connect();
    try {
      for (const [topic, messages] of Map.groupBy(copies, (copy) => copy.topic)) {
        // A request carries a MiB at most.
        for (const chunk of chunks(messages)) await producer.send({ topic, messages: chunk });
      }
    } finally {
      await producer.disconnect();
    }
  }

  async administer<T>(work: (admin: Admin) => Promise<T>): Promise<T> {
    const admin = this.#kafka.admin();
    await admin.connect();
    try {
      return await work(admin);
    } finally {
      await admin.disconnect();
    }
  }

  /** Another consumer on the same listener. What ends it is final: kafkajs would start it again even if it was to leave. */
  consumer(groupId: string): Consumer {
    return this.#kafka.consumer({
      groupId,
      sessionTimeout: 10_000,
      rebalanceTimeout: 15_000,
      maxWaitTimeInMs: 200,
      retry: { restartOnFailure: async () => false },
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    await this.#consumer?.disconnect();
  }

  async #join(): Promise<void> {
    const consumer = this.consumer(`chaos-${randomUUID()}`);
    this.#consumer = consumer;
    consumer.on(consumer.events.GROUP_JOIN, () => {
      for (const [place, offset] of this.#next) {
        const [topic = '', partition] = place.split(':');
        consumer.seek({ topic, partition: Number(partition), offset: String(offset) });
      }
    });
    consumer.on(consumer.events.CRASH, () => {
      if (!this.#closed) void this.#joinAgain(consumer);
    });
    await consumer.connect();
    await consumer.subscribe({ topics: [...names], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatch: async ({ batch, resolveOffset }) => {
        for (const message of batch.messages) this.#keep(batch.topic, batch.partition, message);
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
        // Kafka is still away: that is what the run is about.
        await this.#consumer?.disconnect().catch(() => undefined);
      }
    }
  }

  #keep(topic: string, partition: number, { offset, key, value, headers = {} }: KafkaMessage): void {
    const place = `${topic}:${partition}`;
    if (BigInt(offset) < (this.#next.get(place) ?? 0n)) return;
    this.#next.set(place, BigInt(offset) + 1n);
    this.#messages.get(topic)?.push({
      topic,
      partition,
      offset: BigInt(offset),
      key: key?.toString() ?? null,
      value,
      headers,
      type: headers['ce_type']?.toString().replace(/\.v\d+$/, '') ?? '',
    });
  }
}

const requestBytes = 512 * 1_024;

function chunks(messages: readonly Copy[]): Copy[][] {
  const all: Copy[][] = [];
  let bytes = requestBytes;
  for (const message of messages) {
    const size = 1_024 + (message.value?.length ?? 0);
    if (bytes + size > requestBytes) {
      all.push([]);
      bytes = 0;
    }
    all.at(-1)?.push(message);
    bytes += size;
  }
  return all;
}
