import { v5 as uuidv5 } from 'uuid';
import { hostileKinds } from '../../hostile/kinds.ts';
import { isDeadLetter } from '../check/dead-letters.ts';
import { isIntact, poisonKind } from '../check/poison.ts';
import type { State } from '../check/state.ts';
import type { InjectedFault } from '../inject.ts';
import type { RefusedPoison } from '../journal.ts';
import type { Message } from '../topics.ts';
import type { HandledRecord } from './records.ts';
import type { LoggedEvents } from './worker-logs.ts';

/** The messages, rows, faults and logs of a run, which show the moments that it met. */
export interface Traces {
  /** The messages of all topics. */
  messages: readonly Message[];
  refused: readonly RefusedPoison[];
  records: readonly HandledRecord[];
  state: State;
  faults: readonly Pick<InjectedFault, 'kind' | 'target' | 'injectedAt' | 'healedAt'>[];
  logged: LoggedEvents;
}

/** A moment that matters, and how often a run met it. */
export interface Moment {
  name: string;
  times: number;
}

/** Counts the moments that a run must meet to prove anything about them. */
export function countMoments(traces: Traces): Moment[] {
  const { messages, refused, logged } = traces;
  const sentByStrangers = messages.filter((message) => !isDeadLetter(message));
  const poison = [...sentByStrangers.map(poisonKind), ...refused.map(({ name }) => name)];
  return [
    { name: 'a crash between commit and publishing', times: crashes(traces).length },
    { name: 'a duplicate that met its record', times: duplicates(traces).length },
    { name: 'a stock result before its order', times: earlyResults(traces).length },
    { name: 'a cancellation before its order', times: earlyCancellations(traces).length },
    { name: 'a commit of a zombie refused', times: logged.commitRefused },
    { name: 'a chunk retried message by message', times: logged.chunkRetried },
    { name: 'a dead letter replayed', times: messages.filter(isReplay).length },
    ...hostileKinds.map(({ name }) => ({
      name: `poison: ${name}`,
      times: poison.filter((kind) => kind === name).length,
    })),
  ];
}

/** Returns the moments that a run did not meet. */
export const missedMoments = (moments: readonly Moment[]): string[] =>
  moments.filter(({ times }) => times === 0).map(({ name }) => name);

const isEvent = (message: Message): boolean => isIntact(message) && !isDeadLetter(message);

const isReplay = ({ headers }: Message): boolean => headers['dlq_resolution']?.toString() === 'replayed';

/** Returns records whose worker was killed after their commit, before it had published their events the first time. */
function crashes({ messages, records, faults }: Traces): HandledRecord[] {
  const firstSent = new Map<string, number>();
  for (const event of messages.filter(isEvent)) {
    const id = idOf(event);
    firstSent.set(id, Math.min(event.sentAt, firstSent.get(id) ?? Number.POSITIVE_INFINITY));
  }
  const crashesOf = Map.groupBy(faults.flatMap(toCrash), ({ group }) => group);
  return records.filter(({ group, emitted, at }) => {
    const published = Math.max(...emitted.map((id) => firstSent.get(id) ?? 0));
    return crashesOf.get(group)?.some((crash) => at < crash.at && crash.at < published);
  });
}

/** Returns the consumer group whose workers a fault killed, and a time when the killed worker was dead. */
function toCrash({ kind, target, injectedAt, healedAt }: Traces['faults'][number]): { group: string; at: number }[] {
  // This fault kills all workers of its group at some time before it is healed.
  if (kind === 'crash before publishing') return [{ group: target, at: healedAt }];
  if (kind !== 'kill') return [];
  const group = target.startsWith('order-worker') ? 'orders' : target.startsWith('product-worker') ? 'products' : '';
  return [{ group, at: injectedAt }];
}

/** Returns messages that were sent again after a worker had recorded them. */
function duplicates({ messages, records }: Traces): Message[] {
  const recordedAt = new Map(records.map(({ id, at }) => [id, at]));
  return messages
    .filter(isEvent)
    .filter((event) => event.sentAt > (recordedAt.get(idOf(event)) ?? Number.POSITIVE_INFINITY));
}

/** Returns orders whose stock result the order worker handled before the order. */
const earlyResults = (traces: Traces): string[] => ordersHandledAfter(['stock.reserved', 'stock.rejected'], traces);

/** Returns orders whose cancellation the order worker handled before the order. */
const earlyCancellations = (traces: Traces): string[] => ordersHandledAfter(['order.cancellation-requested'], traces);

function ordersHandledAfter(types: readonly string[], { records, state }: Traces): string[] {
  const handledAt = new Map(records.filter(({ group }) => group === 'orders').map(({ id, at }) => [id, at]));
  const at = (type: string, orderId: string) => handledAt.get(uuidv5(type, orderId));
  return [...state.orders.keys()].filter((orderId) => {
    const earliest = Math.min(...types.map((type) => at(type, orderId) ?? Number.POSITIVE_INFINITY));
    return earliest < (at('order.placed', orderId) ?? 0);
  });
}

const idOf = ({ headers }: Message): string => headers['ce_id']?.toString() ?? '';
