import { attemptOf, endOf, type Span, sendsDeadLetter } from './trace.ts';

/** A reason why nothing happened for some time: a message waited in Kafka, for the next attempt, or for its replay. */
export type Pause = 'kafka' | 'backoff' | 'dead-letter';

/** The span that caused another one. */
export interface Cause {
  span: Span;
  /** The reason for the time between the two spans; undefined if the cause is the work around the effect. */
  pause: Pause | undefined;
}

/** Returns the cause of a span: the attempt before, the span that sent its message, or the span around it. */
export function causeOf(span: Span, byId: ReadonlyMap<string, Span>): Cause | undefined {
  const before = attemptOf(span) > 1 ? attemptBefore(span, byId) : undefined;
  if (before !== undefined) return { span: before, pause: 'backoff' };
  const parent = byId.get(span.parent ?? '');
  return parent && { span: parent, pause: pauseBetween(parent, span) };
}

function attemptBefore({ earlier, start }: Span, byId: ReadonlyMap<string, Span>): Span | undefined {
  const attempts = earlier.map((id) => byId.get(id)).filter((span) => span !== undefined);
  return attempts.filter((span) => span.start <= start).toSorted((one, other) => endOf(other) - endOf(one))[0];
}

function pauseBetween(parent: Span, { kind }: Span): Pause | undefined {
  if (parent.kind !== 'producer') return undefined;
  if (kind === 'consumer') return 'kafka';
  // A replay is sent in the context of its dead letter.
  return kind === 'producer' && sendsDeadLetter(parent) ? 'dead-letter' : undefined;
}
