import { versionsOf } from '#events/catalog.ts';
import { parseType } from '#events/envelope.ts';
import type { Message } from '../topics.ts';
import type { State } from './state.ts';
import type { Violation } from './violation.ts';

/** Conditions that must hold in the databases before a worker publishes an event. */
const conditions: Readonly<Record<string, (orderId: string, state: State) => boolean>> = {
  'stock.reserved': (id, { reservations }) => ['reserved', 'released'].includes(reservations.get(id) ?? ''),
  'stock.rejected': (id, { reservations }) => reservations.get(id) === 'rejected',
  'stock.released': (id, { reservations }) => reservations.get(id) === 'released',
  'order.confirmed': (id, state) => reached(id, 'confirmed', state),
  'order.rejected': (id, state) => reached(id, 'rejected', state),
  'order.cancelled': (id, state) => reached(id, 'cancelled', state),
};

const reached = (id: string, status: string, { orders }: State): boolean =>
  orders.get(id)?.history.some((step) => step.status === status) ?? false;

/** Checks that workers published only what they had stored. The events must be read before the state. */
export const publishedIsStored = (events: readonly Message[], state: State): Violation[] =>
  events.flatMap(({ type, key }) => {
    const isStored = conditions[type];
    if (key === null || isStored === undefined || isStored(key, state)) return [];
    return [{ invariant: 'a worker publishes only what it has stored', found: `${type} is not stored`, orderId: key }];
  });

/** Checks that workers have published everything that they have stored. Holds only after the orders are settled. */
export function storedIsPublished(events: readonly Message[], { orders, reservations }: State): Violation[] {
  const published = new Set(events.map(({ type, key }) => `${type} ${key}`));
  const invariant = 'a worker publishes all that it has stored';
  const due = [
    ...[...orders.values()].flatMap(({ id, history }) =>
      history.filter(({ status }) => status !== 'pending').map(({ status }) => [`order.${status}`, id] as const),
    ),
    // Not every released reservation has an event: an order cancelled before its reservation held no stock.
    ...[...reservations]
      .filter(([, status]) => status !== 'released')
      .map(([id, status]) => [`stock.${status}`, id] as const),
  ];
  return due
    .filter(([type, id]) => !published.has(`${type} ${id}`))
    .map(([type, orderId]) => ({ invariant, found: `${type} was never published`, orderId }));
}

/**
 * Checks that copies of an event have the same id, and that copies of a worker's event are identical: a worker publishes
 * the stored event again instead of deciding again.
 */
export function copiesAreIdentical(events: readonly Message[]): Violation[] {
  const invariant = 'an event that is published again is the same event';
  return [...Map.groupBy(events, ({ type, key }) => `${type} ${key}`).values()].flatMap((copies) => {
    const [first] = copies;
    const identity = first?.type === 'order.placed' || first?.type === 'order.cancellation-requested' ? byId : whole;
    const distinct = new Set(copies.map(identity)).size;
    if (first?.key == null || distinct === 1) return [];
    return [{ invariant, found: `${distinct} different copies of ${first.type}`, orderId: first.key }];
  });
}

/**
 * Checks that every replayed message made its worker publish the same events again. This matters because the worker may
 * have died before it published them the first time.
 * @param replayed the replayed messages, including events that workers published
 * @param since all messages since the replay began, including the replayed ones
 */
export function replayedIsRepublished(replayed: readonly Message[], since: readonly Message[]): Violation[] {
  const invariant = 'a replayed message publishes its events again';
  const name = ({ type, key }: Message) => `${type} ${key}`;
  const again = Map.groupBy(since, name);
  const placed = new Set(replayed.filter(({ type }) => type === 'order.placed').map(({ key }) => key));
  return [...Map.groupBy(replayed, name)].flatMap(([event, copies]) => {
    const [{ type, key } = { type: '', key: null }] = copies;
    if (key === null || conditions[type] === undefined || !placed.has(key)) return [];
    if ((again.get(event)?.length ?? 0) > copies.length) return [];
    return [{ invariant, found: `${type} was not published again`, orderId: key }];
  });
}

const byId = ({ headers }: Message): string => String(headers['ce_id']);
const whole = (message: Message): string =>
  `${message.headers['ce_id']} ${message.headers['ce_time']} ${inFirstVersion(message)}`;

/** Returns the data of an event in the first version: copies may have been written in different versions. */
function inFirstVersion({ headers, value }: Message): string {
  const name = parseType(String(headers['ce_type']));
  if (name === undefined || name.version === 1) return String(value);
  const { data } = versionsOf(name.type).read(JSON.parse(String(value)), name.version);
  return data === undefined ? String(value) : JSON.stringify(versionsOf(name.type).write(data, 1));
}
