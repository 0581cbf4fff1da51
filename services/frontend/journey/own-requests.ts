import { lineOf } from './steps.ts';
import type { Span } from './trace.ts';

/**
 * Returns the spans without the requests that caused no message, and without everything below them: the page of the order
 * that the browser loads after the order was placed is in the same trace.
 */
export function withoutOwnRequests(spans: readonly Span[]): Span[] {
  const byId = new Map(spans.map((span) => [span.id, span]));
  const causes = new Set<Span>();
  for (const span of spans.filter(({ kind }) => kind === 'producer')) {
    for (const ancestor of lineOf(span, byId)) causes.add(ancestor);
  }
  if (causes.size === 0) return [...spans];
  const isOwn = (span: Span) => (span.kind === 'server' || span.process === 'browser') && !causes.has(span);
  return spans.filter((span) => !lineOf(span, byId).some(isOwn));
}
