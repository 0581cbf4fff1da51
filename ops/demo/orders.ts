import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Ports } from '../stack/paths.ts';
import type { Accepted, Customer, Order } from './customer.ts';
import { type DeadLetterBox, deadLetterOf, replay } from './dead-letters.ts';
import type { Jam } from './jam.ts';

export interface Tour {
  customer: Customer;
  /** Prints lines about an order, and the links to its pages. */
  show(order: Accepted, ...lines: string[]): void;
  ports: Ports;
  signal: AbortSignal;
}

export async function ordinaryOrder({ customer, show }: Tour): Promise<void> {
  console.log('1. An ordinary order: a mouse.');
  const order = await customer.place([{ productId: 'souris-gaming', quantity: 1 }]);
  show(order, describe(await customer.settled(order.orderId)));
}

export async function rejectedOrder({ customer, show }: Tour): Promise<void> {
  console.log('\n2. More than the stock: a hundred watches.');
  const order = await customer.place([{ productId: 'montre-connectee', quantity: 100 }]);
  show(order, describe(await customer.settled(order.orderId)));
}

export async function cancelledOrder({ customer, show, signal }: Tour): Promise<void> {
  console.log('\n3. Cancelled by the customer: a laptop. Its stock is released.');
  const { orderId, traceId } = await customer.place([{ productId: 'laptop-pro', quantity: 1 }]);
  await customer.settled(orderId);
  await customer.cancel(orderId);
  let order = await customer.order(orderId);
  while (order.status !== 'cancelled') {
    await delay(50, undefined, { signal });
    order = await customer.order(orderId);
  }
  show({ orderId, traceId }, describe(order));
}

export async function retriedOrder({ customer, show }: Tour, jam: Jam): Promise<void> {
  console.log('\n4. Retried: the database fails three times, and the worker tries again.');
  const key = randomUUID();
  await jam.order(customer.orderId(key), 3);
  const order = await customer.place([{ productId: 'webcam-hd', quantity: 1 }], key);
  show(order, describe(await customer.settled(order.orderId)));
}

export async function deadLetteredOrder({ customer, show, ports, signal }: Tour, jam: Jam): Promise<void> {
  console.log('\n5. Dead-lettered and replayed: the database fails for this order until it is repaired.');
  const box: DeadLetterBox = {
    brokers: `127.0.0.1:${ports.kafka}`,
    collector: `http://127.0.0.1:${ports.otlpHttp}`,
    signal,
  };
  const key = randomUUID();
  await jam.order(customer.orderId(key), 1_000);
  const order = await customer.place([{ productId: 'webcam-hd', quantity: 1 }], key);
  const letter = await deadLetterOf(order.orderId, box);
  const { id, attempts, reason } = letter;
  console.log(`   dead letter ${id} after ${attempts} attempts: ${reason}; the order stays pending`);
  await jam.clear();
  console.log(`   the database is repaired: npm run dlq -- replay ${id}`);
  await replay(letter, box);
  show(order, describe(await customer.settled(order.orderId)));
}

/** Returns the history of an order: `pending, 85 ms later confirmed: 49.99 EUR`. */
function describe({ history, totalCents, reason, status }: Order): string {
  const steps = history.map(({ status, at }, n) => {
    const before = history[n - 1];
    return before === undefined ? status : `${Date.parse(at) - Date.parse(before.at)} ms later ${status}`;
  });
  const price = totalCents === null || status !== 'confirmed' ? '' : `: ${(totalCents / 100).toFixed(2)} EUR`;
  return `${steps.join(', ')}${price}${reason === null ? '' : `: ${reason}`}`;
}
