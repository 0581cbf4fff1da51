import type { Message } from '../topics.ts';
import type { State } from './state.ts';
import type { Violation } from './violation.ts';

/** What must be so in the databases before an event of a worker is published. */
const truths: Readonly<Record<string, (orderId: string, state: State) => boolean>> = {
  'stock.reserved': (id, { reservations }) => ['reserved', 'released'].includes(reservations.get(id) ?? ''),
  'stock.rejected': (id, { reservations }) => reservations.get(id) === 'rejected',
  'stock.released': (id, { reservations }) => reservations.get(id) === 'released',
  'order.confirmed': (id, state) => went(id, 'confirmed', state),
  'order.rejected': (id, state) => went(id, 'rejected', state),
  'order.cancelled': (id, state) => went(id, 'cancelled', state),
};

const went = (id: string, status: string, { orders }: State): boolean =>
  orders.get(id)?.history.some((step) => step.status === status) ?? false;

/** A worker tells only what it has stored: read the events before the state. */
export const toldIsTrue = (events: readonly Message[], state: State): Violation[] =>
  events.flatMap(({ type, key }) => {
    const isTrue = truths[type];
    if (key === null || isTrue === undefined || isTrue(key, state)) return [];
    return [{ invariant: 'a worker publishes only what it has stored', found: `${type} is not stored`, orderId: key }];
  });

/** What a worker has stored it tells, in the end. */
export function storedIsTold(events: readonly Message[], { orders, reservations }: State): Violation[] {
  const told = new Set(events.map(({ type, key }) => `${type} ${key}`));
  const invariant = 'a worker publishes all that it has stored';
  const due = [
    ...[...orders.values()].flatMap(({ id, history }) =>
      history.filter(({ status }) => status !== 'pending').map(({ status }) => [`order.${status}`, id] as const),
    ),
    // A released reservation without stock was cancelled before the stock was asked for, and is nobody's news.
    ...[...reservations]
      .filter(([, status]) => status !== 'released')
      .map(([id, status]) => [`stock.${status}`, id] as const),
  ];
  return due
    .filter(([type, id]) => !told.has(`${type} ${id}`))
    .map(([type, orderId]) => ({ invariant, found: `${type} was never published`, orderId }));
}

/** An event has one id, and of workers' events each copy is like the first: they are published again, not decided again. */
export function copiesAreAlike(events: readonly Message[]): Violation[] {
  const invariant = 'an event that is published again is the same event';
  return [...Map.groupBy(events, ({ type, key }) => `${type} ${key}`).values()].flatMap((copies) => {
    const [first] = copies;
    const content = first?.type === 'order.placed' || first?.type === 'order.cancellation-requested' ? byId : whole;
    const distinct = new Set(copies.map(content)).size;
    if (first?.key == null || distinct === 1) return [];
    return [{ invariant, found: `${distinct} different copies of ${first.type}`, orderId: first.key }];
  });
}

/**
 * A message that comes again brings the events of the first time again, for who published them may have died before it did.
 * @param replayed copies of messages, those that workers published among them
 * @param since what is in the topics since then, the copies included
 */
export function toldAgain(replayed: readonly Message[], since: readonly Message[]): Violation[] {
  const invariant = 'a message that comes again brings its events again';
  const name = ({ type, key }: Message) => `${type} ${key}`;
  const again = Map.groupBy(since, name);
  const placed = new Set(replayed.filter(({ type }) => type === 'order.placed').map(({ key }) => key));
  return [...Map.groupBy(replayed, name)].flatMap(([event, copies]) => {
    const [{ type, key } = { type: '', key: null }] = copies;
    if (key === null || truths[type] === undefined || !placed.has(key)) return [];
    if ((again.get(event)?.length ?? 0) > copies.length) return [];
    return [{ invariant, found: `${type} was not published again`, orderId: key }];
  });
}

const byId = ({ headers }: Message): string => String(headers['ce_id']);
const whole = ({ headers, value }: Message): string => `${headers['ce_id']} ${headers['ce_time']} ${value}`;
