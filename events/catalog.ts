import { z } from 'zod';

const orderId = z.uuid();
const userId = z.uuid();
const quantity = z.int().min(1).max(100);
const cents = z.int().min(0);
const items = z
  .array(z.strictObject({ productId: z.string().min(1).max(64), quantity }))
  .min(1)
  .max(50);
const pricedItems = z
  .array(
    z.strictObject({
      productId: z.string(),
      name: z.strictObject({ fr: z.string(), en: z.string() }),
      quantity,
      unitPriceCents: cents,
    }),
  )
  .min(1);
const reason = z.enum(['insufficient-stock', 'unknown-product']);
const placedAt = z.iso.datetime();

/** What an entry of the catalog says of an event: where it is published, in which version, with which data. */
interface CatalogEntry {
  topic: 'orders' | 'stock';
  version: number;
  schema: z.ZodObject<{ orderId: typeof orderId }>;
}

/**
 * Every event of the pipeline. The types, the validation, the topics and their dead-letter topics follow from this
 * list. The message key is always the order id. Money is in cents (EUR), times are ISO 8601 in UTC.
 */
export const catalog = {
  /** The frontend accepted an order. */
  'order.placed': { topic: 'orders', version: 1, schema: z.strictObject({ orderId, userId, items }) },
  /** The customer wants the order back. */
  'order.cancellation-requested': { topic: 'orders', version: 1, schema: z.strictObject({ orderId, userId }) },
  /** The stock of every item is set aside, and this is the price. */
  'stock.reserved': {
    topic: 'stock',
    version: 1,
    schema: z.strictObject({ orderId, items: pricedItems, totalCents: cents }),
  },
  /** Not all of the order can be had, so nothing is set aside. */
  'stock.rejected': { topic: 'stock', version: 1, schema: z.strictObject({ orderId, reason }) },
  /** The stock of a cancelled order is available again. */
  'stock.released': { topic: 'stock', version: 1, schema: z.strictObject({ orderId }) },
  'order.confirmed': {
    topic: 'orders',
    version: 1,
    schema: z.strictObject({ orderId, userId, items: pricedItems, totalCents: cents, placedAt }),
  },
  'order.rejected': { topic: 'orders', version: 1, schema: z.strictObject({ orderId, userId, reason, placedAt }) },
  /** `placedAt` is null when the cancellation came before the order itself. */
  'order.cancelled': {
    topic: 'orders',
    version: 1,
    schema: z.strictObject({ orderId, userId, placedAt: placedAt.nullable() }),
  },
} as const satisfies Record<string, CatalogEntry>;

export type EventType = keyof typeof catalog;
export type Topic = (typeof catalog)[EventType]['topic'];
export type EventData<T extends EventType> = z.infer<(typeof catalog)[T]['schema']>;

/** An event that has yet to be published. */
export type NewEvent<T extends EventType = EventType> = { [K in T]: { type: K; data: EventData<K> } }[T];

/** An event as it was published: the attributes of CloudEvents 1.0 that the pipeline uses. */
export type Event<T extends EventType = EventType> = NewEvent<T> & {
  /** The same for every publication of the same event (see `createEvent`). */
  id: string;
  /** Which process published it: `/orderflow/<service name>`. */
  source: string;
  /** When it was first published. */
  time: Date;
};

/** An event as it reaches a consumer. */
export type ReceivedEvent<T extends EventType = EventType> = Event<T> & {
  /** When the consumer took it up: its clock, so that handlers need none. */
  receivedAt: Date;
  /** The trace of the order (32 hexadecimal digits), or null when the message carried none. */
  traceId: string | null;
};

export function isEventType(name: string): name is EventType {
  return Object.hasOwn(catalog, name);
}
