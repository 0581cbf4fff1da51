// ops/demo/tour.ts: npm run demo, five orders and what becomes of them
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type Accepted, Customer, type Order } from '../clients/customer.ts';
import { databaseUrl } from '../stack/components/mariadb.ts';
import { stackPathsAt } from '../stack/paths.ts';
import { readSecrets } from '../stack/secrets.ts';
import { type DeadLetterBox, deadLetterOf, replay } from './dead-letters.ts';
import { type Jam, jamStock } from './failing-reservations.ts';
import { findLinks } from './links.ts';

const { values } = parseArgs({ options: { 'port-offset': { type: 'string', default: '0' } } });
const offset = Number(values['port-offset']);
const paths = stackPathsAt(offset);
const { ports } = paths;
const shop = `http://127.0.0.1:${ports.frontend}`;

const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort());
process.once('SIGTERM', () => interrupted.abort());
const signal = AbortSignal.any([interrupted.signal, AbortSignal.timeout(120_000)]);

try {
  await tour();
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error);
  console.error(interrupted.signal.aborted ? '\nstopped' : `\n${reason}`);
  process.exitCode = 1;
}

async function tour(): Promise<void> {
  const ready = await fetch(`${shop}/health/ready`, { signal }).catch(() => undefined);
  if (!ready?.ok) throw new Error(`the shop at ${shop} is not ready: npm start, and npm run status`);
  const customer = await Customer.signUp(shop, signal);
  const links = await findLinks(ports, 3000 + offset);
  const show = (order: Accepted, ...lines: string[]) => {
    for (const line of [...lines, ...links(order)]) console.log(`   ${line}`);
  };

  const { username, password } = customer.account;
  console.log(`To see the orders, log in at ${shop}/login as ${username}, password ${password}\n`);

  console.log('1. An ordinary order: a mouse.');
  const ordinary = await customer.place([{ productId: 'souris-gaming', quantity: 1 }]);
  show(ordinary, tell(await customer.settled(ordinary.orderId)));

  console.log('\n2. More than there is: a hundred watches.');
  const tooMany = await customer.place([{ productId: 'montre-connectee', quantity: 100 }]);
  show(tooMany, tell(await customer.settled(tooMany.orderId)));

  console.log('\n3. Cancelled by the customer: a laptop. Its stock is put back.');
  const regretted = await customer.place([{ productId: 'laptop-pro', quantity: 1 }]);
  await customer.settled(regretted.orderId);
  await customer.cancel(regretted.orderId);
  show(regretted, tell(await cancelled(customer, regretted.orderId)));

  const database = rootUrl();
  if (database === undefined) {
    console.log('\nThe last two break the database for a moment, and only that of npm start can be reached.');
    return;
  }
  await using jam = await jamStock(database);
  await retried(customer, jam, show);
  await deadLettered(customer, jam, show);
}

/** The database of the local stack, or the one that DEMO_DATABASE_URL names, as a user who may make triggers. */
function rootUrl(): string | undefined {
  const given = process.env['DEMO_DATABASE_URL'];
  if (given) return given;
  return existsSync(paths.secrets) ? databaseUrl(paths, readSecrets(paths.secrets), 'root') : undefined;
}

type Show = (order: Accepted, ...lines: string[]) => void;

async function retried(customer: Customer, jam: Jam, show: Show): Promise<void> {
  console.log('\n4. Tried again: the database fails three times, and the worker does not give up.');
  const key = randomUUID();
  await jam.order(customer.orderId(key), 3);
  const order = await customer.place([{ productId: 'webcam-hd', quantity: 1 }], key);
  show(order, tell(await customer.settled(order.orderId)));
}

async function deadLettered(customer: Customer, jam: Jam, show: Show): Promise<void> {
  console.log('\n5. Given up and taken up again: the database goes on failing for this order.');
  const box: DeadLetterBox = {
    brokers: `127.0.0.1:${ports.kafka}`,
    collector: `http://127.0.0.1:${ports.otlpHttp}`,
    signal,
  };
  const key = randomUUID();
  await jam.order(customer.orderId(key), 1_000);
  const order = await customer.place([{ productId: 'webcam-hd', quantity: 1 }], key);
  const letter = await deadLetterOf(order.orderId, box);
  console.log(
    `   dead letter ${letter.id} after ${letter.attempts} attempts: ${letter.reason}; the order stays pending`,
  );
  await jam.clear();
  console.log(`   the database is repaired: npm run dlq -- replay ${letter.id}`);
  await replay(letter, box);
  show(order, tell(await customer.settled(order.orderId)));
}

async function cancelled(customer: Customer, orderId: string): Promise<Order> {
  for (;;) {
    const order = await customer.order(orderId);
    if (order.status === 'cancelled') return order;
    await delay(50, undefined, { signal });
  }
}

/** `pending, 85 ms later confirmed: 49.99 EUR` */
function tell({ history, totalCents, reason, status }: Order): string {
  const steps = history.map(({ status, at }, n) => {
    const before = history[n - 1];
    return before === undefined ? status : `${Date.parse(at) - Date.parse(before.at)} ms later ${status}`;
  });
  const price = totalCents === null || status !== 'confirmed' ? '' : `: ${(totalCents / 100).toFixed(2)} EUR`;
  return `${steps.join(', ')}${price}${reason === null ? '' : `: ${reason}`}`;
}
