import { z } from 'zod';
import type { Backend } from '../backends/backend.ts';

const number = z.string().transform(Number);
const labels = z.record(z.string(), z.string());

/** The parts of the answers of Prometheus' HTTP API that are read. Times are in seconds. */
const vector = z.object({
  data: z.object({ result: z.array(z.object({ metric: labels, value: z.tuple([z.number(), number]) })) }),
});
const matrix = z.object({
  data: z.object({ result: z.array(z.object({ metric: labels, values: z.array(z.tuple([z.number(), number])) })) }),
});

export interface Sample {
  labels: Readonly<Record<string, string>>;
  value: number;
}

export interface Series {
  labels: Readonly<Record<string, string>>;
  /** One for each time that was asked for; null where there is none. */
  values: readonly (number | null)[];
}

/** The latest value of each series that a query selects. */
export async function latest(prometheus: Backend, query: string): Promise<Sample[]> {
  const answer = vector.parse(await prometheus.request(`/api/v1/query?${new URLSearchParams({ query })}`));
  return answer.data.result.map(({ metric, value: [, value] }) => ({ labels: metric, value }));
}

/** The values of each series that a query selects, at these times (evenly spaced, seconds since the epoch). */
export async function overTime(prometheus: Backend, query: string, times: readonly number[]): Promise<Series[]> {
  const [start = 0, next = 0] = times;
  const range = new URLSearchParams({
    query,
    start: `${start}`,
    end: `${times.at(-1) ?? start}`,
    step: `${next - start}`,
  });
  const answer = matrix.parse(await prometheus.request(`/api/v1/query_range?${range}`));
  return answer.data.result.map(({ metric, values }) => {
    const byTime = new Map(values);
    // What was divided by nothing is no number.
    const at = (time: number) => byTime.get(time) ?? Number.NaN;
    return { labels: metric, values: times.map((time) => (Number.isFinite(at(time)) ? at(time) : null)) };
  });
}
