import { z } from 'zod';
import type { Backend } from './backend.ts';

/** The fields of Loki's response ("Query logs within a range of time") that pages use. Times are in nanoseconds. */
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

/** A log record, as Loki stores it. */
export interface LogRecord {
  /** Milliseconds since the epoch. */
  at: number;
  text: string;
  /** The other fields of the record, by the names that Loki gives them: `order_id`. */
  fields: Readonly<Record<string, string>>;
}

/** A search by a LogQL query. Times are in milliseconds since the epoch. */
export interface LogSearch {
  query: string;
  limit: number;
  start: number;
  end: number;
}

/**
 * Returns the newest log records that a query finds, in no particular order.
 * @throws {Problem} 503 if Loki is unavailable
 */
export async function queryLoki(loki: Backend, { query, limit, start, end }: LogSearch): Promise<LogRecord[]> {
  const parameters = new URLSearchParams({
    query,
    limit: `${limit}`,
    start: new Date(start).toISOString(),
    end: new Date(end).toISOString(),
  });
  const found = answer.parse(await loki.request(`/loki/api/v1/query_range?${parameters}`));
  return found.data.result.flatMap(({ stream: fields, values }) =>
    values.map(([nanoseconds, text]) => ({ at: Number(BigInt(nanoseconds) / 1_000n) / 1_000, text, fields })),
  );
}
