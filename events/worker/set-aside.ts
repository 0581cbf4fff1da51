import type { KafkaMessage } from 'kafkajs';
import { logger } from '#telemetry/logger.ts';
import { type Broker, whenAvailable } from '../broker.ts';
import type { EventType, Topic } from '../catalog.ts';
import { withoutPoll } from '../consumption.ts';
import { type DeadLetter, deadLetterId, resolution } from '../dead-letters/dead-letter.ts';
import { isForeign } from '../dead-letters/describe.ts';
import { withoutLetterHeaders } from '../dead-letters/excerpt.ts';
import { NotReplayable } from '../dead-letters/not-replayable.ts';
import { withWholeMessage } from '../dead-letters/original.ts';
import { resolvedOffset } from '../dead-letters/resolved-offset.ts';
import { header, parseType } from '../envelope.ts';
import { currentRanges, type OffsetRange } from '../offset-ranges.ts';
import type { PoisonReason } from '../poison.ts';
import { readRanges } from '../read-topics.ts';
import { type DeadLetterTopic, partitionKey, topicsOf } from '../topics.ts';
import type { Chunk } from './chunk.ts';
import { consumeChunk } from './consume.ts';
import type { EventConsumer } from './event-consumer.ts';

/** The reasons of dead letters that a newer program may be able to read. */
const reasons: readonly PoisonReason[] = ['unknown-type', 'unknown-version'];

/**
 * The messages that this group has set aside as dead letters because it did not know their type or version. A newer
 * program had written them: an upgrade was rolled back, or a consumer was upgraded last. This program handles those that it
 * knows, so that nobody has to replay them.
 */
export class SetAsideMessages<T extends EventType> {
  readonly #broker: Broker;
  readonly #consumer: EventConsumer<T>;
  readonly #topics: readonly DeadLetterTopic[];
  readonly #stopped = new AbortController();
  /** The offset of each partition up to which the dead letters were searched. What is unknown once stays unknown. */
  readonly #searched = new Map<string, bigint>();
  #current: Promise<void> = Promise.resolve();

  constructor(broker: Broker, consumer: EventConsumer<T>) {
    this.#broker = broker;
    this.#consumer = consumer;
    this.#topics = topicsOf(consumer.types).map((topic): DeadLetterTopic => `${topic}.dlq`);
  }

  /**
   * Handles the messages that were set aside since the last search. Call it whenever this process has joined the group: an
   * older member may have set messages aside until it left.
   */
  handle(): void {
    const { signal } = this.#stopped;
    this.#current = this.#current
      .then(() => whenAvailable(() => this.#search(), signal))
      .catch((error: unknown) => {
        if (!signal.aborted) logger.error('failed to handle messages that were set aside', { error });
      });
  }

  /** Stops after the current message. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#current;
  }

  async #search(): Promise<void> {
    const ranges = await currentRanges(this.#broker, this.#topics);
    const unsearched = ranges.map((range) => ({ ...range, start: this.#startOf(range) }));
    const open = new Set<string>();
    await readRanges(this.#broker, this.#topics, unsearched, (topic, partition, message) => {
      const resolved = resolvedOffset(message);
      if (resolved !== undefined) open.delete(deadLetterId(topic, partition, String(resolved)));
      else if (this.#isReadableNow(topic, message)) open.add(deadLetterId(topic, partition, message.offset));
    });
    if (open.size > 0) {
      await readRanges(this.#broker, this.#topics, unsearched, async (topic, partition, message) => {
        const id = deadLetterId(topic, partition, message.offset);
        if (open.has(id)) await this.#handle({ id, topic, partition, message });
      });
    }
    for (const { end, ...partition } of ranges) this.#searched.set(partitionKey(partition), end);
  }

  #startOf({ start, ...partition }: OffsetRange): bigint {
    const searched = this.#searched.get(partitionKey(partition)) ?? start;
    return searched > start ? searched : start;
  }

  #isReadableNow(topic: DeadLetterTopic, message: KafkaMessage): boolean {
    const read = (name: string) => header(message.headers, name) ?? '';
    return (
      !isForeign(topic, message) &&
      read('dlq_group') === this.#consumer.group &&
      reasons.some((reason) => reason === read('dlq_reason')) &&
      parseType(read('ce_type')) !== undefined
    );
  }

  /** Handles the message of a dead letter as if it had just arrived, and marks the dead letter as replayed. */
  async #handle(letter: DeadLetter): Promise<void> {
    this.#stopped.signal.throwIfAborted();
    const { message } = await this.#whole(letter);
    const read = (name: string) => header(letter.message.headers, name) ?? '';
    const original = { ...message, ...withoutLetterHeaders(message), offset: read('dlq_offset') } as KafkaMessage;
    await consumeChunk(this.#chunk(read('dlq_topic') as Topic, Number(read('dlq_partition'))), [original]);
    await this.#consumer.publisher.send([resolution(letter, 'replayed')]);
    logger.info('message handled that was set aside', {
      event: 'dead_letter.handled',
      'dead_letter.id': letter.id,
      type: read('ce_type'),
    });
  }

  /** Returns the letter itself if Kafka has deleted the rest of its message: handling it makes it a dead letter again. */
  async #whole(letter: DeadLetter): Promise<DeadLetter> {
    try {
      return await withWholeMessage(this.#broker, letter);
    } catch (error) {
      if (error instanceof NotReplayable) return letter;
      throw error;
    }
  }

  #chunk(topic: Topic, partition: number): Chunk<T> {
    const poll = withoutPoll(this.#consumer.group, topic, partition);
    const control = { heartbeat: async () => {}, isRunning: () => !this.#stopped.signal.aborted, isStale: () => false };
    return { ...this.#consumer, topic, partition, poll, receivedAt: new Date(), control };
  }
}
