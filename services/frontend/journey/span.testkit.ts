import type { Span } from './trace.ts';

/** The start of the test traces, in milliseconds since the epoch. */
export const began = 1_700_000_000_000;

/** Returns a span of a test trace. Its times are relative to the start of the trace. */
export function span(
  id: string,
  process: string,
  kind: string,
  [start, duration]: [start: number, duration: number],
  more: Partial<Span> = {},
): Span {
  const usual = { name: id, parent: undefined, earlier: [], attributes: {} };
  return { id, process, kind, start: began + start, duration, ...usual, ...more };
}

/** Returns the attributes of a message. */
export const message = (topic: string, event?: string, more: Span['attributes'] = {}): Span['attributes'] => ({
  'messaging.destination.name': topic,
  ...(event !== undefined && { 'cloudevents.event_type': `${event}.v1` }),
  ...more,
});

/** Returns the attributes of a database statement. */
export const statement = (database: string): Span['attributes'] => ({
  'db.system.name': 'mysql',
  'db.namespace': database,
});
