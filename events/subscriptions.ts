import type { EventType } from './catalog.ts';

/** Who consumes which events, by consumer group. Each instance of the frontend has a group of its own. */
export const subscriptions = {
  products: ['order.placed', 'order.cancelled'],
  orders: ['order.placed', 'order.cancellation-requested', 'stock.reserved', 'stock.rejected', 'stock.released'],
  frontend: ['order.placed', 'order.confirmed', 'order.rejected', 'order.cancelled'],
} as const satisfies Record<string, readonly EventType[]>;

export type Group = keyof typeof subscriptions;
export type Subscribed<G extends Group> = (typeof subscriptions)[G][number];

type Unconsumed = Exclude<EventType, Subscribed<Group>>;
/** Does not compile while an event of the catalog has no consumer; the error names the event. */
export const everyEventIsConsumed: [Unconsumed] extends [never] ? true : Unconsumed = true;
