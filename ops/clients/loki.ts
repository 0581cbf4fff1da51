import { askJson } from './http.ts';

/** Log records that have the same labels. */
export interface LogStream {
  /** Index labels and structured metadata. */
  stream: Readonly<Record<string, string>>;
  /** Time in nanoseconds since 1970, and the line. */
  values: [nanoseconds: string, line: string][];
}

/** The range and the size of a query. */
export interface LogRange {
  /** The time span to search, such as `15m` for the last 15 minutes. */
  since: string;
  /** The maximum number of records to return. */
  limit: number;
}

/** Returns the log records that a LogQL query selects. */
export async function queryLogs(loki: string, logql: string, { since, limit }: LogRange): Promise<LogStream[]> {
  const query = new URLSearchParams({ query: logql, since, limit: String(limit) });
  const { data } = await askJson<{ data: { result: LogStream[] } }>(`${loki}/loki/api/v1/query_range?${query}`);
  return data.result;
}
