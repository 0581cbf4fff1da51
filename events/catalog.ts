import { z } from 'zod';

/** The largest amount of money that the databases can store: 42,949,672.95 EUR. */
export const maxCents = 2 ** 32 - 1;

// In lower case, so that an id has one form in every topic, database and URL.
const orderId = z.uuid().toLowerCase();
const userId = z.uuid().toLowerCase();
const text = (maxLength: number) =>
  z
    .string()
    .max(maxLength)
    .refine((value) => value.isWellFormed(), 'must be valid Unicode');
const productId = text(64).min(1);
const name = text(255);
const quantity = z.int().min(1).max(100);
const cents = z.int().min(0).max(maxCents);
const items = z.array(z.strictObject({ productId, quantity })).min(1).max(50);
const pricedItems = z
  .array(z.strictObject({ productId, name: z.strictObject({ fr: name, en: name }), quantity, unitPriceCents: cents }))
  .min(1)
  .max(50);
const reason = z.enum(['insufficient-stock', 'unknown-product', 'duplicate-product', 'total-too-high']);
const placedAt = z.iso
  .datetime()
  .max(30)
  .regex(/^2\d{3}-/, 'must be a year after 1999');

interface Priced {
  items: z.infer<typeof pricedItems>;
  totalCents: number;
}

const sumOf = ({ items }: Pick<Priced, 'items'>): number =>
  items.reduce((sum, { quantity, unitPriceCents }) => sum + quantity * unitPriceCents, 0);
const isSum = (priced: Priced): boolean => priced.totalCents === sumOf(priced);
const notTheSum = { path: ['totalCents'], error: 'must be the sum of the prices' };

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
    schema: z.strictObject({ orderId, items: pricedItems, totalCents: cents }).refine(isSum, notTheSum),
  },
  /** The order cannot be fulfilled, so no stock is reserved. */
  'stock.rejected': { topic: 'stock', version: 1, schema: z.strictObject({ orderId, reason }) },
  /** The stock of a cancelled order is available again. */
  'stock.released': { topic: 'stock', version: 1, schema: z.strictObject({ orderId }) },
  'order.confirmed': {
    topic: 'orders',
    version: 1,
    schema: z
      .strictObject({ orderId, userId, items: pricedItems, totalCents: cents, placedAt })
      .refine(isSum, notTheSum),
  },
  'order.rejected': { topic: 'orders', version: 1, schema: z.strictObject({ orderId, userId, reason, placedAt }) },
  /** `placedAt` is null in events of earlier versions that handled the cancellation before `order.placed`. */
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
