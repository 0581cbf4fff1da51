import { z } from 'zod';
import type { Backend } from '../backends/backend.ts';

const number = z.string().transform(Number);
const labels = z.record(z.string(), z.string());

/** The fields of the responses of Prometheus' HTTP API that this page uses. Times are in seconds. */
const vector = z.object({
  data: z.object({ result: z.array(z.object({ metric: labels, value: z.tuple([z.number(), number]) })) }),
});
const matrix = z.object({
  data: z.object({ result: z.array(z.object({ metric: labels, values: z.array(z.tuple([z.number(), number])) })) }),
});

/** The latest value of a series. */
export interface Sample {
  labels: Readonly<Record<string, string>>;
  value: number;
}

/** The values of a series over time. */
export interface Series {
  labels: Readonly<Record<string, string>>;
  /** One value for each requested time; null if Prometheus has none. */
  values: readonly (number | null)[];
}

/** Returns the latest value of each series that a query selects. */
export async function latest(prometheus: Backend, query: string): Promise<Sample[]> {
  const answer = vector.parse(await prometheus.request(`/api/v1/query?${new URLSearchParams({ query })}`));
  return answer.data.result.map(({ metric, value: [, value] }) => ({ labels: metric, value }));
}

/** Returns the values of each series that a query selects, at evenly spaced times in seconds since the epoch. */
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
    // Prometheus returns NaN for a division by zero.
    const at = (time: number) => byTime.get(time) ?? Number.NaN;
    return { labels: metric, values: times.map((time) => (Number.isFinite(at(time)) ? at(time) : null)) };
  });
}

/** Returns the value of the first sample with these labels. */
export const valueIn = (
  samples: readonly Sample[] | undefined,
  wanted: Readonly<Record<string, string>>,
): number | undefined =>
  samples?.find(({ labels }) => Object.entries(wanted).every(([name, value]) => labels[name] === value))?.value;
