import type { Span } from './trace.ts';

/** The kind of step that a span is. */
export type Step = 'does' | 'asks' | 'answers' | 'sends' | 'works' | 'queries';

const kinds = new Map<string, Step>([
  ['server', 'answers'],
  ['producer', 'sends'],
  ['consumer', 'works'],
]);

/** Returns the step that a span is; undefined for the inner work of a process. */
export function stepOf({ kind, process, attributes }: Span): Step | undefined {
  if (process === 'browser') return kind === 'client' ? 'asks' : 'does';
  if (kind === 'client' && attributes['db.system.name'] !== undefined) return 'queries';
  return kinds.get(kind);
}

/** The deepest nesting of spans that the journey follows. */
const maxDepth = 50;

/** Returns a span and its ancestors, from the span up. */
export function* lineOf(span: Span | undefined, byId: ReadonlyMap<string, Span>): Generator<Span> {
  // A broken trace may contain a circle of parents.
  for (let steps = 0; steps < maxDepth && span !== undefined; steps++) {
    yield span;
    span = byId.get(span.parent ?? '');
  }
}

/** Returns the span itself, or its nearest ancestor that is a step. */
export function stepAbove(id: string | undefined, byId: ReadonlyMap<string, Span>): Span | undefined {
  return lineOf(byId.get(id ?? ''), byId).find((span) => stepOf(span) !== undefined);
}
