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

/** The fields of Jaeger's responses (API v1, "ui.Trace") that the journey uses. Times are in microseconds. */
const trace = z.object({
  traceID: z.string(),
  processes: z.record(z.string(), z.object({ serviceName: z.string() })),
  spans: z.array(
    z.object({
      spanID: z.string(),
      processID: z.string(),
      operationName: z.string(),
      startTime: z.number(),
      duration: z.number(),
      references: z.array(z.object({ refType: z.string(), traceID: z.string(), spanID: z.string() })),
      tags: z.array(z.object({ key: z.string(), value: z.unknown() })),
    }),
  ),
});
const answer = z.object({ data: z.array(trace) });

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
  return found === undefined ? [] : answer.parse(found).data.flatMap(spansIn);
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
  const found = answer.parse(await jaeger.request(`/api/traces?${query}`)).data;
  const traces = found.map((one) => ({ id: one.traceID, spans: spansIn(one) }));
  const start = ({ spans }: Trace) => Math.min(...spans.map((span) => span.start));
  return traces.toSorted((one, other) => start(one) - start(other));
}

function spansIn({ traceID: id, processes, spans }: z.output<typeof trace>): Span[] {
  return spans.map(({ spanID, processID, operationName, startTime, duration, references, tags }) => {
    const attributes = Object.fromEntries(tags.map(({ key, value }) => [key, value]));
    return {
      id: spanID,
      parent: references.find(({ refType }) => refType === 'CHILD_OF')?.spanID,
      process: processes[processID]?.serviceName ?? '',
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
