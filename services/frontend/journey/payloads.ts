import { LRUCache } from 'lru-cache';
import PQueue from 'p-queue';
import type { Broker } from '#events/broker.ts';
import { header } from '#events/envelope.ts';
import { readMessage } from '#events/read-message.ts';
import { Problem } from '#platform/http/problem.ts';
import type { Position } from './position.ts';

/** A message as Kafka keeps it. */
export interface Payload {
  key: string | undefined;
  headers: Readonly<Record<string, string>>;
  /** The beginning of the value; null for a message without a value. */
  value: string | null;
}

/** Reads messages from Kafka, for the pages that show them. */
export interface Payloads {
  /**
   * Returns a message, or undefined if Kafka does not keep it any more.
   * @throws {Problem} 503 if Kafka does not respond in time
   */
  read(position: Position): Promise<Payload | undefined>;
}

/** The longest time that a page waits for a message. */
const withinMs = 5_000;
/** Each message is read with a consumer of its own, so only a few are read at the same time. */
const concurrency = 2;
const maxWaiting = 20;
const maxKept = 500;
const maxLength = 20_000;

export function createPayloads(broker: Broker): Payloads {
  const queue = new PQueue({ concurrency, timeout: withinMs });
  const kept = new LRUCache<string, Payload>({ max: maxKept });
  return {
    read: async (position) => {
      const { topic, partition, offset } = position;
      const id = `${topic}:${partition}:${offset}`;
      const known = kept.get(id);
      if (known !== undefined) return known;
      if (queue.size > maxWaiting) throw unavailable();
      const read = queue.add(() => readMessage(broker, topic, partition, BigInt(offset)));
      const message = await read.catch((cause: unknown) => {
        throw unavailable(cause);
      });
      if (message === undefined) return undefined;
      const { key, headers = {}, value } = message;
      const payload = {
        key: key?.toString(),
        headers: Object.fromEntries(Object.keys(headers).map((name) => [name, header(headers, name) ?? ''])),
        value: value?.toString().slice(0, maxLength) ?? null,
      };
      kept.set(id, payload);
      return payload;
    },
  };
}

const unavailable = (cause?: unknown) => new Problem(503, undefined, { detail: 'Kafka does not respond.', cause });
