import { causeOf, type Pause } from './causes.ts';
import type { LogLine } from './logs.ts';
import { type Position, positionOf } from './position.ts';
import { type Step, stepAbove, stepOf } from './steps.ts';
import {
  attemptOf,
  endOf,
  eventOf,
  isFailed,
  resolvesDeadLetter,
  type Span,
  sendsDeadLetter,
  textOf,
  topicOf,
} from './trace.ts';

/**
 * Something unusual about a hop: a retry, a failure, a rejected order, a dead letter, the end of a dead letter, a replay, or a
 * repetition of a message that was handled before.
 */
export type Mark = 'retried' | 'failed' | 'rejected' | 'dead-letter' | 'resolved' | 'replayed' | 'repeated';

/** One step of an order: an action of the customer, a request, a response, a message sent or handled, or a statement. */
export interface Hop {
  span: Span;
  what: Step;
  /** The process, or the database if the hop is a statement. */
  where: string;
  /** The topic of the message. */
  topic: string | undefined;
  /** The consumer group that handled the message; the groups of the frontend's replicas have one name. */
  group: string | undefined;
  /** The event type without its version: `order.placed`. */
  event: string | undefined;
  /** The position of the message; of a message that was sent, it is known as soon as a consumer handled it. */
  position: Position | undefined;
  /** Milliseconds since the journey began. */
  at: number;
  /** The id of the span that caused the hop. */
  cause: string | undefined;
  /** The time before the hop in which nothing happened, in milliseconds. */
  waited: { pause: Pause; ms: number } | undefined;
  marks: readonly Mark[];
  /** The log lines of the hop and of its inner spans, which are not shown. */
  logs: readonly LogLine[];
  /** The number of database statements that the hop ran. */
  statements: number;
}

/** Returns the hops of an order's trace, sorted by time, with the log lines of each. */
export function hopsOf(spans: readonly Span[], logs: readonly LogLine[]): Hop[] {
  const byId = new Map(spans.map((span) => [span.id, span]));
  const shown = spans.filter((span) => stepOf(span) !== undefined).toSorted((one, other) => one.start - other.start);
  const began = shown[0]?.start ?? 0;
  const linesBySpan = Map.groupBy(logs, ({ span }) => stepAbove(span, byId)?.id);
  const statements = Map.groupBy(
    shown.filter((span) => stepOf(span) === 'queries'),
    ({ parent }) => stepAbove(parent, byId)?.id,
  );
  const positions = new Map(
    shown.map((span) => [span.kind === 'consumer' ? span.parent : undefined, positionOf(span)]),
  );
  return shown.map((span): Hop => {
    const { start, process } = span;
    const what = stepOf(span) ?? 'answers';
    const cause = causeOf(span, byId);
    return {
      span,
      what,
      where: what === 'queries' ? `mariadb/${textOf(span, 'db.namespace') ?? process}` : process,
      topic: topicOf(span),
      group: textOf(span, 'messaging.consumer.group.name')?.replace(/^(frontend)-.*/, '$1'),
      event: eventOf(span),
      position: span.kind === 'producer' ? positions.get(span.id) : positionOf(span),
      at: start - began,
      cause: stepAbove(cause?.span.id, byId)?.id,
      waited: cause?.pause && {
        pause: cause.pause,
        // A consumer can receive a message before the producer receives the acknowledgment.
        ms: Math.max(0, start - endOf(cause.span)),
      },
      marks: marksOf(span),
      logs: linesBySpan.get(span.id) ?? [],
      statements: statements.get(span.id)?.length ?? 0,
    };
  });
}

const rejections = new Set<string | undefined>(['stock.rejected', 'order.rejected', 'order.expired']);

function marksOf(span: Span): Mark[] {
  const again = attemptOf(span) > 1;
  const marks: [Mark, boolean][] = [
    ['dead-letter', sendsDeadLetter(span)],
    ['resolved', resolvesDeadLetter(span)],
    ['retried', again],
    ['replayed', !again && span.earlier.length > 0 && span.attributes['orderflow.repeated'] !== true],
    ['repeated', span.attributes['orderflow.repeated'] === true],
    ['rejected', rejections.has(eventOf(span))],
    ['failed', isFailed(span)],
  ];
  return marks.filter(([, applies]) => applies).map(([mark]) => mark);
}
