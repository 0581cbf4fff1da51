import type { KafkaMessage } from 'kafkajs';
import { header } from '../envelope.ts';
import type { DeadLetterTopic } from '../topics.ts';
import { type DeadLetter, deadLetterId } from './dead-letter.ts';

/** The dead letters that are neither replayed nor discarded. */
export class OpenDeadLetters {
  readonly #open = new Map<string, DeadLetter>();

  /**
   * Applies the next message of a partition. The message is a dead letter, or the resolution of an earlier dead letter
   * in the same partition.
   */
  apply(topic: DeadLetterTopic, partition: number, message: KafkaMessage): void {
    const resolved = header(message.headers, 'dlq_resolves');
    if (resolved !== undefined) this.#open.delete(deadLetterId(topic, partition, resolved));
    else {
      const id = deadLetterId(topic, partition, message.offset);
      this.#open.set(id, { id, topic, partition, message });
    }
  }

  list(): DeadLetter[] {
    return [...this.#open.values()];
  }

  count(topic: DeadLetterTopic): number {
    return this.list().filter((letter) => letter.topic === topic).length;
  }
}
