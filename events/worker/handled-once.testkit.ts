import assert from 'node:assert/strict';
import type { KafkaMessage } from 'kafkajs';
import { header } from '../envelope.ts';
import { createEvent } from '../event.ts';
import type { TestPipeline } from './worker.testkit.ts';

export const eventId = (message: KafkaMessage) => header(message.headers, 'ce_id') ?? '';
const distinct = (messages: readonly KafkaMessage[]) => new Set(messages.map(eventId)).size;

/**
 * Waits until every order has been handled. Asserts that it took effect once, and that all publications of its event have
 * the same id.
 * @param publications waits until there are at least so many messages
 */
export async function assertHandledOnce(
  pipeline: TestPipeline,
  orders: readonly string[],
  publications = orders.length,
): Promise<void> {
  const isComplete = (messages: readonly KafkaMessage[]) =>
    messages.length >= publications && distinct(messages) >= orders.length;
  const emitted = await pipeline.read('stock', isComplete);
  const expected = orders.map((orderId) => emittedId(orderId)).sort();
  assert.deepEqual([...new Set(emitted.map(eventId))].sort(), expected);
  assert.deepEqual(await pipeline.effects(), new Map([...orders].sort().map((orderId) => [orderId, 1])));
}

/** Returns the id of the event that the test handler emits for an order. */
export function emittedId(orderId: string): string {
  return createEvent(
    { type: 'stock.rejected', data: { orderId, reason: 'unknown-product', shortages: [] } },
    new Date(0),
  ).id;
}
