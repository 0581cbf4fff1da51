import { causeOf, type Pause } from './causes.ts';
import { stepAbove, stepOf } from './steps.ts';
import { endOf, type Span } from './trace.ts';

/** The way in which time passes: a pause, or the work of the browser, of a process, of its database or of Kafka. */
export type Activity = Pause | 'browser' | 'working' | 'database' | 'sending';

/** A part of the critical path. Times are in milliseconds since the epoch. */
export interface Segment {
  activity: Activity;
  from: number;
  to: number;
  /** The span that worked, or that began after the pause. */
  span: Span;
}

/**
 * Returns the chain of causes that ends with a span, as segments without gaps, the earliest first: had one of them been
 * shorter, the end would have come earlier.
 */
export function criticalPath(last: Span, spans: readonly Span[]): Segment[] {
  const byId = new Map(spans.map((span) => [span.id, span]));
  const statements = Map.groupBy(
    spans.filter((span) => stepOf(span) === 'queries'),
    ({ parent }) => stepAbove(parent, byId),
  );
  const path: Segment[] = [];
  const seen = new Set<Span>();
  let until = endOf(last);
  for (let span: Span | undefined = last; span !== undefined && !seen.has(span); ) {
    seen.add(span);
    path.unshift(...workOf(span, until, statements.get(span) ?? []));
    // The clocks of two machines may differ, so a cause may seem to begin after its effect.
    until = Math.min(until, span.start);
    const cause = causeOf(span, byId);
    if (cause?.pause !== undefined && endOf(cause.span) < until) {
      const from = endOf(cause.span);
      path.unshift({ activity: cause.pause, from, to: until, span });
      until = from;
    }
    span = cause?.span;
  }
  return path;
}

/** Returns the segments of the work of a span up to a time, in which its database statements are set apart. */
function workOf(span: Span, until: number, statements: readonly Span[]): Segment[] {
  const activity = span.kind === 'producer' ? 'sending' : span.process === 'browser' ? 'browser' : 'working';
  const segments: Segment[] = [];
  let at = span.start;
  const add = (kind: Activity, to: number, of: Span) => {
    if (to > at) segments.push({ activity: kind, from: at, to, span: of });
    at = Math.max(at, to);
  };
  for (const statement of statements.toSorted((one, other) => one.start - other.start)) {
    add(activity, Math.min(statement.start, until), span);
    add('database', Math.min(endOf(statement), until), statement);
  }
  add(activity, until, span);
  return segments;
}
