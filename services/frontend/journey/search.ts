import { z } from 'zod';
import type { Backend } from '../backends/backend.ts';
import { endOf, isFailed, type Span, spansIn, textOf, traces } from './trace.ts';

/** The traces that an admin looks for. */
export interface TraceQuery {
  service: string;
  operation?: string | undefined;
  orderId?: string | undefined;
  minMs?: number | undefined;
  maxMs?: number | undefined;
  onlyErrors: boolean;
  /** Only traces of these last minutes. */
  minutes: number;
}

/** A trace in the list of the traces that were found. */
export interface FoundTrace {
  id: string;
  /** The process and the name of its first span. */
  process: string;
  name: string;
  orderId: string | undefined;
  /** Milliseconds since the epoch. */
  start: number;
  duration: number;
  spans: number;
  errors: number;
}

/** The largest number of traces that are listed. */
export const maxFound = 50;

/**
 * Returns the traces that match a query, the newest first.
 * @throws {Problem} 503 if Jaeger is unavailable
 */
export async function searchTraces(jaeger: Backend, query: TraceQuery, now = Date.now()): Promise<FoundTrace[]> {
  const { service, operation, orderId, minMs, maxMs, onlyErrors, minutes } = query;
  const tags = { ...(onlyErrors && { error: 'true' }), ...(orderId && { 'order.id': orderId }) };
  const search = new URLSearchParams({
    service,
    start: `${now - minutes * 60_000}000`,
    end: `${now}000`,
    limit: String(maxFound),
    ...(operation && { operation }),
    ...(minMs !== undefined && { minDuration: `${minMs}ms` }),
    ...(maxMs !== undefined && { maxDuration: `${maxMs}ms` }),
    ...(Object.keys(tags).length > 0 && { tags: JSON.stringify(tags) }),
  });
  const found = traces.parse(await jaeger.request(`/api/traces?${search}`)).data;
  const listed = found.map((one) => summarize(one.traceID, spansIn(one))).filter((one) => one !== undefined);
  return listed.toSorted((one, other) => other.start - one.start);
}

function summarize(id: string, spans: readonly Span[]): FoundTrace | undefined {
  const [first] = spans.toSorted((one, other) => one.start - other.start);
  if (first === undefined) return undefined;
  return {
    ...{ id, process: first.process, name: first.name, start: first.start },
    orderId: spans.map((span) => textOf(span, 'order.id')).find((one) => one !== undefined),
    duration: spans.reduce((end, span) => Math.max(end, endOf(span)), 0) - first.start,
    spans: spans.length,
    errors: spans.filter(isFailed).length,
  };
}

const names = z.object({ data: z.array(z.string()).nullable() });

/** Returns the services of which Jaeger has spans, and the operations of one of them. */
export async function listOperations(
  jaeger: Backend,
  service: string,
): Promise<{ services: string[]; operations: string[] }> {
  const [services, operations] = await Promise.all([
    jaeger.request('/api/services'),
    jaeger.request(`/api/services/${encodeURIComponent(service)}/operations`),
  ]);
  const sorted = (answer: unknown) => (names.safeParse(answer).data?.data ?? []).toSorted();
  return { services: sorted(services), operations: sorted(operations) };
}
