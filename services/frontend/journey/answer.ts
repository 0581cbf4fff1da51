import type { Status } from '../orders/order.ts';
import { type Activity, criticalPath, type Segment } from './critical-path.ts';
import { lineOf } from './steps.ts';
import { attemptOf, endOf, eventOf, resolvesDeadLetter, type Span, sendsDeadLetter, topicOf } from './trace.ts';

/** The outcome of an order, and the activities that its time went into. Durations are in milliseconds. */
export interface Answer {
  /** `set-aside` while a message of the order is a dead letter, `unknown` if the trace shows no outcome yet. */
  outcome: Exclude<Status, 'pending'> | 'set-aside' | 'unknown';
  /** The time from the beginning of the critical path to its end. */
  after: number;
  path: readonly Segment[];
  /** False while spans between the request and the outcome are missing: telemetry of several processes arrives in any order. */
  isComplete: boolean;
  /** The time of each activity on the critical path, the longest first. */
  spent: readonly { activity: Activity; ms: number }[];
  /** The number of attempts on the critical path that failed. */
  failures: number;
  /** The last failure, if the order is set aside. */
  failed: { process: string; topic: string | undefined; attempts: number } | undefined;
}

const outcomes = new Map<string | undefined, Exclude<Status, 'pending'>>([
  ['order.confirmed', 'confirmed'],
  ['order.rejected', 'rejected'],
  ['order.expired', 'rejected'],
  ['order.cancelled', 'cancelled'],
]);

/** Returns the answer that a trace gives. The critical path ends when the first consumer knows the outcome. */
export function answerOf(spans: readonly Span[]): Answer {
  const consumers = spans.filter(({ kind }) => kind === 'consumer');
  const settled = first(consumers.filter((span) => outcomes.has(eventOf(span))));
  const letter = settled === undefined ? openDeadLetter(spans) : undefined;
  const last = settled ?? letter ?? latest(spans.filter(({ kind }) => kind === 'consumer' || kind === 'producer'));
  const path = last === undefined ? [] : criticalPath(last, spans);
  return {
    outcome: outcomes.get(settled && eventOf(settled)) ?? (letter ? 'set-aside' : 'unknown'),
    after: (path.at(-1)?.to ?? 0) - (path[0]?.from ?? 0),
    path,
    isComplete: path[0] !== undefined && isBeginning(path[0].span),
    spent: sum(path),
    failures: path.filter(({ activity }) => activity === 'backoff').length,
    failed: letter && failureOf(letter, spans),
  };
}

/** Returns true for a request, and for a span that nothing caused. The spans of a browser may never arrive. */
const isBeginning = ({ kind, parent, process }: Span): boolean =>
  kind === 'server' || parent === undefined || process === 'browser';

/** Returns the dead letter that was neither replayed nor discarded yet. */
function openDeadLetter(spans: readonly Span[]): Span | undefined {
  const resolved = new Set(spans.filter(resolvesDeadLetter).map(({ parent }) => parent));
  return latest(spans.filter((span) => sendsDeadLetter(span) && !resolved.has(span.id)));
}

function failureOf(letter: Span, spans: readonly Span[]): Answer['failed'] {
  const byId = new Map(spans.map((span) => [span.id, span]));
  const attempt = lineOf(letter, byId).find(({ kind }) => kind === 'consumer');
  return { process: letter.process, topic: topicOf(letter), attempts: attempt === undefined ? 1 : attemptOf(attempt) };
}

function sum(path: readonly Segment[]): Answer['spent'] {
  const spent = new Map<Activity, number>();
  for (const { activity, from, to } of path) spent.set(activity, (spent.get(activity) ?? 0) + to - from);
  return [...spent].map(([activity, ms]) => ({ activity, ms })).toSorted((one, other) => other.ms - one.ms);
}

const first = (spans: readonly Span[]): Span | undefined =>
  spans.toSorted((one, other) => endOf(one) - endOf(other))[0];

const latest = (spans: readonly Span[]): Span | undefined =>
  spans.toSorted((one, other) => endOf(other) - endOf(one))[0];
