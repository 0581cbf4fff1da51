import type { IHeaders, KafkaMessage } from 'kafkajs';
import type { Broker } from '#events/broker.ts';
import { deadLetterTopics, topics as eventTopics } from '#events/topics.ts';
import { endOf, type HandleMessages, TopicReader } from '../clients/topic-reader.ts';

const names: readonly string[] = [...eventTopics, ...deadLetterTopics];

/** A message of a topic. */
export interface Message {
  topic: string;
  partition: number;
  offset: bigint;
  key: string | null;
  value: Buffer | null;
  headers: IHeaders;
  /** The event type without its version, such as `order.placed`; empty without the header. */
  type: string;
  /** The time when the producer sent it, in milliseconds since 1970. */
  sentAt: number;
}

/**
 * All messages of the pipeline's topics, read as they arrive over a listener that no fault affects. They include messages of
 * transactions that are open or were aborted, which the pipeline never sees.
 */
export class Topics implements AsyncDisposable {
  readonly #messages = new Map<string, Message[]>(names.map((name) => [name, []]));
  #reader: TopicReader | undefined;

  private constructor() {}

  /** Starts to read all topics from their beginning. */
  static async follow(broker: Broker): Promise<Topics> {
    const topics = new Topics();
    const partitions = [...(await endOf(broker, names)).keys()];
    const begin = new Map(partitions.map((key) => [key, 0n]));
    const keep: HandleMessages = (topic, partition, messages) => {
      for (const message of messages) topics.#messages.get(topic)?.push(toMessage(topic, partition, message));
    };
    topics.#reader = await TopicReader.start(broker, begin, keep, { readUncommitted: true });
    return topics;
  }

  /** Returns the messages of a topic that were read so far. */
  in(topic: string): readonly Message[] {
    return this.#messages.get(topic) ?? [];
  }

  /** Returns the messages of both topics of events, dead letters excluded. */
  events(): Message[] {
    return eventTopics.flatMap((topic) => this.in(topic));
  }

  /** Returns the messages of all topics. */
  all(): Message[] {
    return names.flatMap((topic) => this.in(topic));
  }

  /** Waits until every message was read that is in the topics now. */
  async caughtUp(signal: AbortSignal): Promise<void> {
    await this.#reader?.caughtUp(signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#reader?.[Symbol.asyncDispose]();
  }
}

function toMessage(topic: string, partition: number, message: KafkaMessage): Message {
  const { offset, key, value, headers = {}, timestamp } = message;
  return {
    topic,
    partition,
    offset: BigInt(offset),
    key: key?.toString() ?? null,
    value,
    headers,
    sentAt: Number(timestamp),
    type: headers['ce_type']?.toString().replace(/\.v\d+$/, '') ?? '',
  };
}
