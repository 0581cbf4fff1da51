import { v5 as uuidv5 } from 'uuid';
import { hostileKinds } from '../../hostile/kinds.ts';
import type { State } from '../check/state.ts';
import type { InjectedFault } from '../inject.ts';
import type { PoisonMessage } from '../journal.ts';
import type { Message } from '../topics.ts';
import type { HandledRecord } from './records.ts';
import type { LoggedEvents } from './worker-logs.ts';

/** What a run left behind, from which one can see which moments it met. */
export interface Traces {
  events: readonly Message[];
  deadLetters: readonly Message[];
  records: readonly HandledRecord[];
  state: State;
  poison: readonly PoisonMessage[];
  faults: readonly Pick<InjectedFault, 'kind' | 'target' | 'injectedAt'>[];
  logged: LoggedEvents;
}

/** A moment that matters, and how often a run met it. */
export interface Moment {
  name: string;
  times: number;
}

/** Counts the moments that a run must meet to prove anything about them. */
export function countMoments(traces: Traces): Moment[] {
  const { state, deadLetters, logged, poison } = traces;
  const ofKind = Map.groupBy(poison, ({ variety }) => variety);
  const count = (items: Iterable<unknown>) => [...items].length;
  return [
    { name: 'a crash between commit and publishing', times: count(crashes(traces)) },
    { name: 'a duplicate that met its record', times: count(duplicates(traces)) },
    { name: 'a stock result before its order', times: count(earlyResults(traces)) },
    { name: 'a cancellation before its order', times: [...state.orders.values()].filter(isCancelledFirst).length },
    { name: 'a commit of a zombie refused', times: logged.commitRefused },
    { name: 'a chunk retried message by message', times: logged.chunkRetried },
    { name: 'a dead letter replayed', times: deadLetters.filter(isReplay).length },
    ...hostileKinds.map(({ name }) => ({ name: `poison: ${name}`, times: ofKind.get(name)?.length ?? 0 })),
  ];
}

/** Returns the moments that a run did not meet. */
export const missedMoments = (moments: readonly Moment[]): string[] =>
  moments.filter(({ times }) => times === 0).map(({ name }) => name);

const isCancelledFirst = ({ history }: { history: readonly { status: string }[] }): boolean =>
  history.length === 1 && history[0]?.status === 'cancelled';

const isReplay = ({ headers }: Message): boolean => headers['dlq_resolution']?.toString() === 'replayed';

/** Returns records whose worker was killed after their commit, before it had published their events the first time. */
function crashes({ events, records, faults }: Traces): HandledRecord[] {
  const firstSent = new Map<string, number>();
  for (const event of events) {
    const id = idOf(event);
    firstSent.set(id, Math.min(event.sentAt, firstSent.get(id) ?? Number.POSITIVE_INFINITY));
  }
  const kills = faults.filter(({ kind, target }) => kind === 'kill' && target.includes('worker'));
  return records.filter(({ group, emitted, at }) => {
    const published = Math.max(...emitted.map((id) => firstSent.get(id) ?? 0));
    const worker = group === 'orders' ? 'order-worker' : 'product-worker';
    return kills.some(
      ({ target, injectedAt }) => target.startsWith(worker) && at < injectedAt && injectedAt < published,
    );
  });
}

/** Returns messages that were sent again after a worker had recorded them. */
function duplicates({ events, records }: Traces): Message[] {
  const recordedAt = new Map(records.map(({ id, at }) => [id, at]));
  return events.filter((event) => event.sentAt > (recordedAt.get(idOf(event)) ?? Number.POSITIVE_INFINITY));
}

/** Returns orders whose stock result the order worker handled before the order. */
function earlyResults({ records, state }: Traces): string[] {
  const handledAt = new Map(records.filter(({ group }) => group === 'orders').map(({ id, at }) => [id, at]));
  const at = (type: string, orderId: string) => handledAt.get(uuidv5(type, orderId));
  return [...state.orders.keys()].filter((orderId) => {
    const result = at('stock.reserved', orderId) ?? at('stock.rejected', orderId) ?? Number.POSITIVE_INFINITY;
    return result < (at('order.placed', orderId) ?? 0);
  });
}

const idOf = ({ headers }: Message): string => headers['ce_id']?.toString() ?? '';
