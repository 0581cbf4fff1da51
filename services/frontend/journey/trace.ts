import { z } from 'zod';
import type { Upstream } from '../upstream.ts';

/** A span as the journey needs it. Times are in milliseconds. */
export interface Span {
  id: string;
  parent: string | undefined;
  process: string;
  name: string;
  kind: string;
  /** Since the epoch. */
  start: number;
  duration: number;
  /** Earlier spans of the trace that it links to: attempts at the same message. */
  earlier: readonly string[];
  attributes: Readonly<Record<string, unknown>>;
}

/** The part of Jaeger's answer (its API v1, "ui.Trace") that is read. Times are in microseconds. */
const answer = z.object({
  data: z.array(
    z.object({
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
    }),
  ),
});

/**
 * The spans of a trace that Jaeger has by now; none when it was not sampled.
 * @throws {Problem} 503 when Jaeger is away
 */
export async function spansOf(jaeger: Upstream, traceId: string): Promise<Span[]> {
  const found = await jaeger.request(`/api/traces/${traceId}`);
  if (found === undefined) return [];
  return answer.parse(found).data.flatMap(({ processes, spans }) =>
    spans.map(({ spanID, processID, operationName, startTime, duration, references, tags }) => {
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
          .filter(({ refType, traceID }) => refType === 'FOLLOWS_FROM' && traceID === traceId)
          .map((reference) => reference.spanID),
        attributes,
      };
    }),
  );
}
