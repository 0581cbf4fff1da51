import type { Backend } from '../backends/backend.ts';
import { type LogRecord, queryLoki } from '../backends/query-loki.ts';

/** A log line of an order's traces. */
export interface LogLine extends LogRecord {
  span: string | undefined;
  process: string;
  level: string;
}

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
  const records = await queryLoki(loki, {
    query: linesOf(traceIds),
    limit: 500,
    start: placed - beforeMs,
    end: Math.min(Date.now(), placed + afterMs),
  });
  const lines = records.map((record) => ({
    ...record,
    span: record.fields['span_id'],
    process: record.fields['service_name'] ?? '',
    level: record.fields['severity_text'] ?? '',
  }));
  return lines.toSorted((one, other) => one.at - other.at);
}
