import { type Emitter, emissions } from '#events/emissions.ts';
import { header } from '#events/envelope.ts';
import { subscriptions } from '#events/subscriptions.ts';
import type { Message } from '../topics.ts';
import { isIntact } from './poison.ts';
import type { Violation } from './violation.ts';

const workers = { 'product-worker': subscriptions.products, 'order-worker': subscriptions.orders } as const;

/** The types that can cause an event, by the type of the event. Customers and the clock cause the others. */
const possibleCauses = new Map<string, readonly string[]>(
  Object.entries(workers).flatMap(([worker, consumed]) =>
    emissions[worker as Emitter].filter((type) => type !== 'order.overdue').map((type) => [type, consumed]),
  ),
);

/**
 * Checks that the topics alone tell why each event of a worker exists: it names the event that caused it, which is in the
 * topics, belongs to the same order, and has a type that the worker consumes. Versions before these headers sent none, and
 * left records of events without a cause.
 * @param events the messages of all topics of events, poison included, because strangers can place orders
 */
export function everyEventHasItsCause(events: readonly Message[]): Violation[] {
  const invariant = 'the topics contain the cause of each event';
  const names = Map.groupBy(events, (event) => `${header(event.headers, 'ce_id')} ${orderOf(event)}`);
  const written = events.filter((event) => isIntact(event) && possibleCauses.has(event.type));
  const current = written.filter(({ headers }) => header(headers, 'ce_dataschema') !== undefined);
  const isMixed = current.length < written.length;
  return current.flatMap((event) => {
    const orderId = orderOf(event);
    const violation = (found: string): Violation[] => [{ invariant, found: `${event.type} ${found}`, orderId }];
    if (header(event.headers, 'ce_correlationid') !== orderId) return violation('does not name its order');
    const cause = header(event.headers, 'ce_causationid');
    if (cause === undefined) return isMixed ? [] : violation('names no cause');
    const causes = names.get(`${cause} ${orderId}`) ?? [];
    if (causes.length === 0) return violation('was caused by an event that its order does not have');
    if (causes.some(({ type }) => possibleCauses.get(event.type)?.includes(type))) return [];
    return violation(`was caused by ${causes[0]?.type}`);
  });
}

const orderOf = ({ key }: Message): string => key?.toLowerCase() ?? '';
