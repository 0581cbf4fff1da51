import type { KafkaMessage } from 'kafkajs';
import { Poison } from './poison.ts';

/** The record that stands for a batch that could not be decoded (see patches/). It has the last offset of the batch. */
type UnreadableBatch = KafkaMessage & { unreadable: { firstOffset: string; error: Error } };

const isUnreadable = (message: KafkaMessage): message is UnreadableBatch => 'unreadable' in message;

/** @throws {Poison} if a message stands for a batch that could not be decoded, for example one that is too large */
export function assertReadable(message: KafkaMessage): void {
  if (!isUnreadable(message)) return;
  const { firstOffset, error } = message.unreadable;
  const text = `the batch with the offsets ${firstOffset} to ${message.offset} cannot be read: ${error.message}`;
  throw new Poison('unreadable-batch', text, error);
}
