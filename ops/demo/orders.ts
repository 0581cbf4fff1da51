import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Customer } from '../clients/customer.ts';
import type { AcceptedOrder, Order } from '../clients/order.ts';
import { type DlqOptions, deadLetterOf, replay } from './dead-letters.ts';
import type { FailingReservations } from './failing-reservations.ts';
import type { Links } from './links.ts';
import { outcomeOf } from './outcome.ts';

/** The customer of the demo, and how to link to an order. */
export interface Demo {
  customer: Customer;
  links: Links;
  signal: AbortSignal;
}

/** Places an order that is confirmed. */
export async function placeOrdinary(demo: Demo): Promise<void> {
  console.log('1. An ordinary order: a mouse.');
  await placeAndShow(demo, 'souris-gaming', 1);
}

/** Places an order that is rejected because the stock is too small. */
export async function placeTooLarge(demo: Demo): Promise<void> {
  console.log('\n2. More than the stock: a hundred watches.');
  await placeAndShow(demo, 'montre-connectee', 100);
}

/** Places an order, and cancels it after its confirmation. */
export async function placeCancelled(demo: Demo): Promise<void> {
  const { customer } = demo;
  console.log('\n3. Cancelled by the customer: a laptop. Its stock is put back.');
  const order = await customer.placeOrder([{ productId: 'laptop-pro', quantity: 1 }]);
  await customer.waitUntilSettled(order.orderId);
  await customer.cancelOrder(order.orderId);
  show(demo, order, await whenCancelled(demo, order.orderId));
}

/** Places an order whose reservation fails three times and is retried. */
export async function placeRetried(demo: Demo, reservations: FailingReservations): Promise<void> {
  const { customer } = demo;
  console.log('\n4. Retried: the database fails three times, and the worker tries again.');
  const key = randomUUID();
  await reservations.failFor(customer.orderIdFor(key), 3);
  await placeAndShow(demo, 'webcam-hd', 1, key);
}

/** Places an order whose message becomes a dead letter, and replays the dead letter. */
export async function placeDeadLettered(
  demo: Demo,
  reservations: FailingReservations,
  options: DlqOptions,
): Promise<void> {
  const { customer } = demo;
  console.log('\n5. Dead-lettered and replayed: the database keeps failing for this order.');
  const key = randomUUID();
  await reservations.failFor(customer.orderIdFor(key), 1_000);
  const order = await customer.placeOrder([{ productId: 'webcam-hd', quantity: 1 }], key);
  const letter = await deadLetterOf(order.orderId, options);
  console.log(
    `   dead letter ${letter.id} after ${letter.attempts} attempts: ${letter.reason}; the order stays pending`,
  );
  await reservations.clear();
  console.log(`   the database is repaired: npm run dlq -- replay ${letter.id}`);
  await replay(letter, options);
  show(demo, order, await customer.waitUntilSettled(order.orderId));
}

async function placeAndShow(demo: Demo, productId: string, quantity: number, key?: string): Promise<void> {
  const order = await demo.customer.placeOrder([{ productId, quantity }], key);
  show(demo, order, await demo.customer.waitUntilSettled(order.orderId));
}

async function whenCancelled({ customer, signal }: Demo, orderId: string): Promise<Order> {
  for (;;) {
    const order = await customer.getOrder(orderId);
    if (order.status === 'cancelled') return order;
    await delay(50, undefined, { signal });
  }
}

/** Prints the outcome of an order, and its links. */
function show({ links }: Demo, accepted: AcceptedOrder, order: Order): void {
  for (const line of [outcomeOf(order), ...links(accepted)]) console.log(`   ${line}`);
}
