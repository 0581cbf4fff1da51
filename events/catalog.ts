import { z } from 'zod';
import {
  cents,
  isSum,
  maxItems,
  name,
  notTheSum,
  orderId,
  placedAt,
  productId,
  quantity,
  rejectionReason as reason,
  userId,
} from './fields.ts';
import { firstVersion, type Versions } from './versions.ts';

type ObjectSchema = Parameters<Parameters<typeof firstVersion>[0]>[0];

const items = (object: ObjectSchema) => z.array(object({ productId, quantity })).min(1).max(maxItems);
const pricedItems = (object: ObjectSchema) =>
  z
    .array(object({ productId, name: object({ fr: name, en: name }), quantity, unitPriceCents: cents }))
    .min(1)
    .max(maxItems);
/** The products of which too few were available, with the number that was ordered and the number that was left. */
const shortages = (object: ObjectSchema) =>
  z.array(object({ productId, quantity, available: z.int().min(0) })).max(maxItems);

/** The topic of an event type, and all versions of its data. */
interface CatalogEntry {
  topic: 'orders' | 'stock';
  versions: Versions<{ orderId: string }>;
}

/**
 * Every event of the pipeline, in every version that a topic or a record may still hold. The types, the validation, the
 * topics and their dead-letter topics are derived from this list. The message key is always the order id. Money is in
 * cents (EUR); times are ISO 8601 in UTC.
 */
export const catalog = {
  /** The frontend accepted an order. */
  'order.placed': {
    topic: 'orders',
    versions: firstVersion((object) => object({ orderId, userId, items: items(object) })),
  },
  /** The customer asked to cancel the order. */
  'order.cancellation-requested': { topic: 'orders', versions: firstVersion((object) => object({ orderId, userId })) },
  /** The stock of every item is reserved. Contains the prices. */
  'stock.reserved': {
    topic: 'stock',
    versions: firstVersion((object) =>
      object({ orderId, items: pricedItems(object), totalCents: cents }).refine(isSum, notTheSum),
    ),
  },
  /** The order cannot be fulfilled, so no stock is reserved. Version 2 says what was short. */
  'stock.rejected': {
    topic: 'stock',
    versions: firstVersion((object) => object({ orderId, reason })).next(
      (object) => object({ orderId, reason, shortages: shortages(object) }),
      (older) => ({ ...older, shortages: [] }),
    ),
  },
  /** The stock of a cancelled order is available again. */
  'stock.released': { topic: 'stock', versions: firstVersion((object) => object({ orderId })) },
  'order.confirmed': {
    topic: 'orders',
    versions: firstVersion((object) =>
      object({ orderId, userId, items: pricedItems(object), totalCents: cents, placedAt }).refine(isSum, notTheSum),
    ),
  },
  /** Version 2 says what was short. */
  'order.rejected': {
    topic: 'orders',
    versions: firstVersion((object) => object({ orderId, userId, reason, placedAt })).next(
      (object) => object({ orderId, userId, reason, placedAt, shortages: shortages(object) }),
      (older) => ({ ...older, shortages: [] }),
    ),
  },
  /** The deadline of a pending order has passed without a result of its stock. */
  'order.overdue': { topic: 'orders', versions: firstVersion((object) => object({ orderId })) },
  /** The order is rejected because its stock was not decided in time. A later reservation is released. */
  'order.expired': { topic: 'orders', versions: firstVersion((object) => object({ orderId, userId, placedAt })) },
  /** `placedAt` is null in events of earlier versions that handled the cancellation before `order.placed`. */
  'order.cancelled': {
    topic: 'orders',
    versions: firstVersion((object) => object({ orderId, userId, placedAt: placedAt.nullable() })),
  },
} as const satisfies Record<string, CatalogEntry>;

export type EventType = keyof typeof catalog;
export type Topic = (typeof catalog)[EventType]['topic'];

/** The data of an event, in its newest version. */
export type EventData<T extends EventType> = (typeof catalog)[T]['versions']['data'];

/** An event that has no id yet. */
export type NewEvent<T extends EventType = EventType> = { [K in T]: { type: K; data: EventData<K> } }[T];

/** An event with the attributes of CloudEvents 1.0 that the pipeline uses. Its data is in the newest version. */
export type Event<T extends EventType = EventType> = NewEvent<T> & {
  /** The same each time that the same event is published (see `createEvent`). */
  id: string;
  /** The process that published the event: `/orderflow/<service name>`. */
  source: string;
  /** The time at which the event was first emitted. */
  time: Date;
  /** The id of the event that caused this one. Events that a request caused have none. */
  causedBy?: string;
};

/** An event that a consumer received. */
export type ReceivedEvent<T extends EventType = EventType> = Event<T> & {
  /** The time at which the consumer received the event. Handlers use it instead of a clock. */
  receivedAt: Date;
  /** The trace of the order (32 hexadecimal digits), or null if the message had no trace context. */
  traceId: string | null;
};

export const eventTypes = Object.keys(catalog) as readonly EventType[];

export function isEventType(name: string): name is EventType {
  return Object.hasOwn(catalog, name);
}

/** Returns the versions of a type whose data is not known at compile time. */
export function versionsOf(type: EventType): Versions<{ orderId: string }> {
  return catalog[type].versions as unknown as Versions<{ orderId: string }>;
}
