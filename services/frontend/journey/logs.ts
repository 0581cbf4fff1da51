import { z } from 'zod';
import type { Backend } from '../backends/backend.ts';

/** A log line of an order's traces. */
export interface LogLine {
  span: string | undefined;
  process: string;
  level: string;
  text: string;
  /** Milliseconds since the epoch. */
  at: number;
  /** The other fields of the record, by the names that Loki gives them: `order_id`. */
  fields: Readonly<Record<string, string>>;
}

/** The fields of Loki's response ("Query logs within a range of time") that the journey uses. Times are in nanoseconds. */
const answer = z.object({
  data: z.object({
    result: z.array(
      z.object({
        stream: z.record(z.string(), z.string()),
        values: z.array(z.tuple([z.string(), z.string()]).rest(z.unknown())),
      }),
    ),
  }),
});

/** Returns the LogQL query for the log lines of traces, from every process. */
export const linesOf = (traceIds: readonly string[]): string =>
  `{service_name=~".+"} | trace_id=~"${traceIds.join('|')}"`;

/** The time range of the search, before and after the order was placed. */
const beforeMs = 60_000;
const afterMs = 48 * 60 * 60 * 1_000;

/**
 * Returns the log lines of traces that have reached Loki, sorted by time.
 * @throws {Problem} 503 if Loki is unavailable
 */
export async function logsOf(loki: Backend, traceIds: readonly string[], placedAt: string): Promise<LogLine[]> {
  const placed = Date.parse(placedAt);
  const query = new URLSearchParams({
    query: linesOf(traceIds),
    limit: '500',
    start: new Date(placed - beforeMs).toISOString(),
    end: new Date(Math.min(Date.now(), placed + afterMs)).toISOString(),
  });
  const found = answer.parse(await loki.request(`/loki/api/v1/query_range?${query}`));
  const lines = found.data.result.flatMap(({ stream, values }) =>
    values.map(([nanoseconds, text]) => ({
      span: stream['span_id'],
      process: stream['service_name'] ?? '',
      level: stream['severity_text'] ?? '',
      text,
      at: Number(BigInt(nanoseconds) / 1_000n) / 1_000,
      fields: stream,
    })),
  );
  return lines.toSorted((one, other) => one.at - other.at);
}
