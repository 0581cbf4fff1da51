import type { EventType } from './catalog.ts';

/** The events that each process emits. */
export const emissions = {
  frontend: ['order.placed', 'order.cancellation-requested'],
  'product-worker': ['stock.reserved', 'stock.rejected', 'stock.released'],
  'order-worker': ['order.confirmed', 'order.rejected', 'order.overdue', 'order.expired', 'order.cancelled'],
} as const satisfies Record<string, readonly EventType[]>;

export type Emitter = keyof typeof emissions;
export type Emitted<E extends Emitter> = (typeof emissions)[E][number];

type Unemitted = Exclude<EventType, Emitted<Emitter>>;
/** Does not compile while an event of the catalog has no emitter. The error names the event. */
export const everyEventIsEmitted: [Unemitted] extends [never] ? true : Unemitted = true;
