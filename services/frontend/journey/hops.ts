import type { LogLine } from './logs.ts';
import type { Span } from './trace.ts';

/**
 * Something unusual about a hop: a retry, a failure, a dead letter, a replay of a dead letter, or a repetition of a message
 * that was handled before.
 */
export type Mark = 'retried' | 'failed' | 'dead-letter' | 'replayed' | 'repeated';

/** One step of an order: an action of the customer, a request, a response, a message sent or handled, or a statement. */
export interface Hop {
  span: Span;
  what: 'does' | 'asks' | 'answers' | 'sends' | 'works' | 'queries';
  /** The process, or the database if the hop is a statement. */
  where: string;
  /** The topic of the message. */
  topic: string | undefined;
  /** The event type without its version: `order.placed`. */
  event: string | undefined;
  /** Milliseconds since the journey began. */
  at: number;
  /** Milliseconds that the message waited in Kafka before it was handled. */
  waited: number | undefined;
  marks: readonly Mark[];
  /** The log lines of the hop and of its inner spans, which are not shown. */
  logs: readonly LogLine[];
  /** The number of database statements that the hop ran. */
  statements: number;
}

const kinds = new Map<string, Hop['what']>([
  ['server', 'answers'],
  ['producer', 'sends'],
  ['consumer', 'works'],
]);

/** Returns the kind of step that a span shows; undefined for the inner work of a process, which is not shown. */
function stepOf({ kind, process, attributes }: Span): Hop['what'] | undefined {
  if (process === 'browser') return kind === 'client' ? 'asks' : 'does';
  if (kind === 'client' && attributes['db.system.name'] !== undefined) return 'queries';
  return kinds.get(kind);
}

/** Returns the hops of an order's trace, sorted by time, with the log lines of each. */
export function hopsOf(spans: readonly Span[], logs: readonly LogLine[]): Hop[] {
  const byId = new Map(spans.map((span) => [span.id, span]));
  const shown = spans.filter((span) => stepOf(span) !== undefined).toSorted((one, other) => one.start - other.start);
  const began = shown[0]?.start ?? 0;
  const linesBySpan = Map.groupBy(logs, ({ span }) => shownOf(span, byId)?.id);
  const statements = Map.groupBy(
    shown.filter((span) => stepOf(span) === 'queries'),
    ({ parent }) => shownOf(parent, byId)?.id,
  );
  return shown.map((span): Hop => {
    const { kind, attributes, start, process } = span;
    const what = stepOf(span) ?? 'answers';
    const topic = text(attributes['messaging.destination.name']);
    const sender = kind === 'consumer' ? byId.get(span.parent ?? '') : undefined;
    return {
      span,
      what,
      where: what === 'queries' ? `mariadb/${text(attributes['db.namespace']) ?? process}` : process,
      topic,
      event: text(attributes['cloudevents.event_type'])?.replace(/\.v\d+$/, ''),
      at: start - began,
      // A consumer can receive a message before the producer receives the acknowledgment.
      waited: sender && Math.max(0, start - (sender.start + sender.duration)),
      marks: marksOf(span, topic),
      logs: linesBySpan.get(span.id) ?? [],
      statements: statements.get(span.id)?.length ?? 0,
    };
  });
}

/** The deepest nesting of hidden spans below a span that is shown. */
const maxDepth = 50;

/** Returns the span itself, or its nearest ancestor that the journey shows. */
function shownOf(id: string | undefined, byId: ReadonlyMap<string, Span>): Span | undefined {
  let span = byId.get(id ?? '');
  // A broken trace may contain a circle of parents.
  for (let steps = 0; steps < maxDepth; steps++) {
    if (span === undefined || stepOf(span) !== undefined) return span;
    span = byId.get(span.parent ?? '');
  }
  return undefined;
}

function marksOf({ attributes, earlier }: Span, topic: string | undefined): Mark[] {
  const marks: Mark[] = [];
  if (topic?.endsWith('.dlq')) marks.push('dead-letter');
  const again = Number(attributes['orderflow.attempt'] ?? 1) > 1;
  if (again) marks.push('retried');
  if (!again && earlier.length > 0) marks.push('replayed');
  if (attributes['orderflow.repeated'] === true) marks.push('repeated');
  if (attributes['error'] === true || attributes['error'] === 'true') marks.push('failed');
  return marks;
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
