import { catalog, type EventType, type Topic } from './catalog.ts';

/** The events that each consumer group consumes. Every replica of the frontend joins a separate group. */
export const subscriptions = {
  products: ['order.placed', 'order.expired', 'order.cancelled'],
  orders: [
    'order.placed',
    'order.cancellation-requested',
    'order.overdue',
    'stock.reserved',
    'stock.rejected',
    'stock.released',
  ],
  frontend: ['order.placed', 'order.confirmed', 'order.rejected', 'order.expired', 'order.cancelled'],
} as const satisfies Record<string, readonly EventType[]>;

/** The prefix of the groups of the frontend's replicas. */
export const frontendGroupPrefix = 'frontend-';

export type Group = keyof typeof subscriptions;
/** The groups of the workers. All other consumers commit no offsets. */
export const workerGroups = ['products', 'orders'] as const satisfies readonly Group[];
export type Subscribed<G extends Group> = (typeof subscriptions)[G][number];

type Unconsumed = Exclude<EventType, Subscribed<Group>>;
/** Does not compile while an event of the catalog has no consumer. The error names the event. */
export const everyEventIsConsumed: [Unconsumed] extends [never] ? true : Unconsumed = true;

/** Returns the groups that consume events of these topics. */
export function groupsOf(topics: readonly Topic[]): Group[] {
  return (Object.keys(subscriptions) as Group[]).filter((group) =>
    subscriptions[group].some((type) => topics.includes(catalog[type].topic)),
  );
}
