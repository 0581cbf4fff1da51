import { existsSync, readFileSync } from 'node:fs';
import { List as PersistentList, Map as PersistentMap } from 'immutable';
import type { KafkaMessage } from 'kafkajs';
import { type EventType, eventTypes, type ReceivedEvent, versionsOf } from '#events/catalog.ts';
import { receive } from '#events/receive.ts';
import { type Group, subscriptions } from '#events/subscriptions.ts';
import { createDecide } from '../../services/orders/decide.ts';
import { type Order, unknownOrder } from '../../services/orders/order.ts';
import { decide as decideStock } from '../../services/products/decide.ts';
import type { Stock } from '../../services/products/stock.ts';
import { folder } from './published.ts';

/** An event in the version in which the program of its time wrote it. */
interface Caused {
  type: EventType;
  version: number;
  data: object;
}

/** A message that was in a topic, and the events that it causes in each group, in every later program. */
export interface GoldenMessage {
  key: string;
  headers: Readonly<Record<string, string>>;
  value: string;
  causes: Partial<Record<Group, readonly Caused[]>>;
}

export const goldenFile = (name: string): string => `${folder}golden/${name}.json`;

/** Returns the golden message of a version of an event, or undefined if there is none. */
export function readGolden(name: string): GoldenMessage | undefined {
  const file = goldenFile(name);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

const decideOrder = createDecide(3_600_000);
const receivedAt = new Date('2027-01-01T00:00:00Z');
const placedAt = new Date('2026-12-31T00:00:00Z');
const userId = '0190f5a0-0000-7000-8000-000000000001';

/**
 * Decodes a golden message.
 * @throws {Poison} if it is not a valid event of the catalog
 */
export function decodeGolden({ key, headers, value }: Omit<GoldenMessage, 'causes'>): ReceivedEvent {
  const bytes = Object.entries(headers).map(([name, text]): [string, Buffer] => [name, Buffer.from(text)]);
  const message: Pick<KafkaMessage, 'key' | 'value' | 'headers'> = {
    key: Buffer.from(key),
    value: Buffer.from(value),
    headers: Object.fromEntries(bytes),
  };
  const event = receive(message as KafkaMessage, eventTypes, receivedAt);
  if (event === undefined) throw new Error('no event');
  return event;
}

/**
 * Returns the events that an event causes in each worker's group, in a state in which it has an effect.
 * @param versions the version in which to return each type; by default the newest
 */
export function causesOf(
  event: ReceivedEvent,
  versions: (group: Group, index: number) => number | undefined,
): GoldenMessage['causes'] {
  const decided: [Group, { type: EventType; data: { orderId: string } }[]][] = [];
  const subscribes = (group: Group) => subscriptions[group].some((type) => type === event.type);
  if (subscribes('products')) decided.push(['products', [...decideStock(stockFor(event), event as never)[1]]]);
  if (subscribes('orders')) decided.push(['orders', [...decideOrder(ordersFor(event), event as never)[1]]]);
  return Object.fromEntries(
    decided.map(([group, emitted]) => [
      group,
      emitted.map(({ type, data }, index) => {
        const version = versions(group, index) ?? versionsOf(type).newest;
        return { type, version, data: versionsOf(type).write(data, version) as object };
      }),
    ]),
  );
}

/** Returns a state in which the order of the event is placed, but without a result of its stock. */
function ordersFor({ type, data }: ReceivedEvent): PersistentMap<string, Order> {
  if (type === 'order.placed') return PersistentMap();
  const order = unknownOrder(data.orderId);
  const items = 'items' in data ? data.items.map(({ productId, quantity }) => ({ productId, quantity })) : [];
  const placed = { userId: 'userId' in data ? data.userId : userId, at: placedAt, traceId: null, items };
  return PersistentMap([[order.id, { ...order, placed }]]);
}

/** Returns a large stock of each ordered product. If the order exists already, one laptop is reserved for it. */
function stockFor({ type, data }: ReceivedEvent): Stock {
  const laptop = { productId: 'laptop-pro', quantity: 1 };
  const products = ('items' in data ? data.items : [laptop]).map(({ productId: id }) => ({
    id,
    name: { fr: id, en: id },
    priceCents: 1_000,
    available: 100,
  }));
  return {
    products: PersistentMap(products.map((product) => [product.id, product])),
    reservations:
      type === 'order.placed'
        ? PersistentMap()
        : PersistentMap([[data.orderId, { status: 'reserved', items: [laptop] }]]),
    ledger: PersistentList(),
  };
}
