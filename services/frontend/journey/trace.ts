import { z } from 'zod';
import type { Backend } from '../backends/backend.ts';

/** A span, reduced to what the journey shows. Times are in milliseconds. */
export interface Span {
  id: string;
  parent: string | undefined;
  process: string;
  name: string;
  kind: string;
  /** Milliseconds since the epoch. */
  start: number;
  duration: number;
  /** Ids of the linked spans in the same trace: earlier attempts to handle the same message. */
  earlier: readonly string[];
  attributes: Readonly<Record<string, unknown>>;
}

/** Returns the time at which a span ended. */
export const endOf = ({ start, duration }: Pick<Span, 'start' | 'duration'>): number => start + duration;

/** Returns a text attribute of a span. */
export function textOf({ attributes }: Span, name: string): string | undefined {
  const value = attributes[name];
  return typeof value === 'string' ? value : undefined;
}

/** Returns the topic of the message that a span sent or handled. */
export const topicOf = (span: Span): string | undefined => textOf(span, 'messaging.destination.name');

/** Returns the type of the event that a span handled, without its version: `order.placed`. */
export const eventOf = (span: Span): string | undefined =>
  textOf(span, 'cloudevents.event_type')?.replace(/\.v\d+$/, '');

/** Returns the number of the attempt to handle a message, from 1. */
export const attemptOf = ({ attributes }: Span): number => Number(attributes['orderflow.attempt'] ?? 1);

export const isFailed = ({ attributes }: Span): boolean =>
  attributes['error'] === true || attributes['error'] === 'true';

/** Returns true for the span that sent a dead letter. The message that resolves a dead letter is a tombstone. */
export const sendsDeadLetter = (span: Span): boolean => isOfDeadLetters(span) && !isTombstone(span);

/** Returns true for the span that sent the message by which a dead letter was replayed or discarded. */
export const resolvesDeadLetter = (span: Span): boolean => isOfDeadLetters(span) && isTombstone(span);

const isOfDeadLetters = (span: Span): boolean => span.kind === 'producer' && topicOf(span)?.endsWith('.dlq') === true;

const isTombstone = ({ attributes }: Span): boolean => attributes['messaging.kafka.message.tombstone'] === true;

/** The page shows no more spans of a trace than these. */
const maxSpans = 2_000;
/** A time or a duration that a page can show. */
const time = z.number().min(0).max(Number.MAX_SAFE_INTEGER);

/** The fields of Jaeger's spans (API v1, "ui.Trace") that the journey uses. Times are in microseconds. */
const span = z.object({
  spanID: z.string(),
  processID: z.string(),
  operationName: z.string(),
  startTime: time,
  duration: time,
  references: z.array(z.object({ refType: z.string(), traceID: z.string(), spanID: z.string() })).nullish(),
  tags: z.array(z.object({ key: z.string(), value: z.unknown() })).nullish(),
});
const trace = z.object({
  traceID: z.string(),
  processes: z.record(z.string(), z.unknown()),
  // Only the spans of another form are left out, so that one of them does not hide the journey.
  spans: z.array(z.unknown()).transform((spans) =>
    spans.slice(0, maxSpans).flatMap((one) => {
      const { success, data } = span.safeParse(one);
      return success ? [data] : [];
    }),
  ),
});
const process = z.object({ serviceName: z.string() });
/** Jaeger's response with traces. */
export const traces = z.object({ data: z.array(trace) });

/** A trace with its spans. */
export interface Trace {
  id: string;
  spans: readonly Span[];
}

/**
 * Returns the spans of a trace that have reached Jaeger; an empty list if the trace was not sampled.
 * @throws {Problem} 503 if Jaeger is unavailable
 */
export async function spansOf(jaeger: Backend, traceId: string): Promise<readonly Span[]> {
  const found = await jaeger.request(`/api/traces/${traceId}`);
  return found === undefined ? [] : traces.parse(found).data.flatMap(spansIn);
}

/**
 * Returns the traces in which the frontend sent a message of the order, the oldest first: the trace of the order, and one
 * trace for each cancellation request.
 * @throws {Problem} 503 if Jaeger is unavailable
 */
export async function tracesOf(jaeger: Backend, orderId: string, placedAt: string): Promise<readonly Trace[]> {
  const query = new URLSearchParams({
    service: 'frontend',
    operation: 'send orders',
    tags: JSON.stringify({ 'order.id': orderId }),
    start: `${Date.parse(placedAt) - 60_000}000`,
    end: `${Date.now()}000`,
    limit: '20',
  });
  const found = traces.parse(await jaeger.request(`/api/traces?${query}`)).data;
  const parsed = found.map((one) => ({ id: one.traceID, spans: spansIn(one) }));
  const start = ({ spans }: Trace) => Math.min(...spans.map((span) => span.start), Number.MAX_SAFE_INTEGER);
  return parsed.toSorted((one, other) => start(one) - start(other));
}

/** Returns the spans of a trace in Jaeger's response. */
export function spansIn({ traceID: id, processes, spans }: z.output<typeof trace>): Span[] {
  return spans.map(({ spanID, processID, operationName, startTime, duration, ...more }) => {
    const references = more.references ?? [];
    const attributes = Object.fromEntries((more.tags ?? []).map(({ key, value }) => [key, value]));
    return {
      id: spanID,
      parent: references.find(({ refType }) => refType === 'CHILD_OF')?.spanID,
      process: process.safeParse(processes[processID]).data?.serviceName ?? '',
      name: operationName,
      kind: String(attributes['span.kind'] ?? 'internal'),
      start: startTime / 1_000,
      duration: duration / 1_000,
      earlier: references
        .filter(({ refType, traceID }) => refType === 'FOLLOWS_FROM' && traceID === id)
        .map((reference) => reference.spanID),
      attributes,
    };
  });
}
