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

/** The topic, version and data schema of an event type. */
interface CatalogEntry {
  topic: 'orders' | 'stock';
  version: number;
  schema: z.ZodObject<{ orderId: typeof orderId }>;
}

/**
 * Every event of the pipeline. The types, the validation, the topics and their dead-letter topics are derived from this
 * list. The message key is always the order id. Money is in cents (EUR); times are ISO 8601 in UTC.
 */
export const catalog = {
  /** The frontend accepted an order. */
  'order.placed': { topic: 'orders', version: 1, schema: z.strictObject({ orderId, userId, items }) },
  /** The customer asked to cancel the order. */
  'order.cancellation-requested': { topic: 'orders', version: 1, schema: z.strictObject({ orderId, userId }) },
  /** The stock of every item is reserved. Contains the prices. */
  'stock.reserved': {
    topic: 'stock',
    version: 1,
    schema: z.strictObject({ orderId, items: pricedItems, totalCents: cents }),
  },
  /** At least one item is unavailable, so no stock is reserved. */
  'stock.rejected': { topic: 'stock', version: 1, schema: z.strictObject({ orderId, reason }) },
  /** The stock of a cancelled order is available again. */
  'stock.released': { topic: 'stock', version: 1, schema: z.strictObject({ orderId }) },
  'order.confirmed': {
    topic: 'orders',
    version: 1,
    schema: z.strictObject({ orderId, userId, items: pricedItems, totalCents: cents, placedAt }),
  },
  'order.rejected': { topic: 'orders', version: 1, schema: z.strictObject({ orderId, userId, reason, placedAt }) },
  /** `placedAt` is null if the cancellation was handled before `order.placed`. */
  'order.cancelled': {
    topic: 'orders',
    version: 1,
    schema: z.strictObject({ orderId, userId, placedAt: placedAt.nullable() }),
  },
} as const satisfies Record<string, CatalogEntry>;

export type EventType = keyof typeof catalog;
export type Topic = (typeof catalog)[EventType]['topic'];
export type EventData<T extends EventType> = z.infer<(typeof catalog)[T]['schema']>;

/** An event that has no id yet. */
export type NewEvent<T extends EventType = EventType> = { [K in T]: { type: K; data: EventData<K> } }[T];

/** An event with the attributes of CloudEvents 1.0 that the pipeline uses. */
export type Event<T extends EventType = EventType> = NewEvent<T> & {
  /** The same each time that the same event is published (see `createEvent`). */
  id: string;
  /** The process that published the event: `/orderflow/<service name>`. */
  source: string;
  /** The time at which the event was first emitted. */
  time: Date;
};

/** An event that a consumer received. */
export type ReceivedEvent<T extends EventType = EventType> = Event<T> & {
  /** The time at which the consumer received the event. Handlers use it instead of a clock. */
  receivedAt: Date;
  /** The trace of the order (32 hexadecimal digits), or null if the message had no trace context. */
  traceId: string | null;
};

export function isEventType(name: string): name is EventType {
  return Object.hasOwn(catalog, name);
}
