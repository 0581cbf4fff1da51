import { askJson } from './ask.ts';
import type { Stack } from './stack.ts';

export interface Sample {
  labels: Readonly<Record<string, string>>;
  value: number;
}

interface Answer<T> {
  data: { result: T[] };
}

const query = <T>({ at }: Stack, promql: string): Promise<Answer<T>> =>
  askJson(`${at.PROMETHEUS_URL}/api/v1/query?${new URLSearchParams({ query: promql })}`);

/** What Prometheus answers now, a sample per series. */
export async function samples(stack: Stack, promql: string): Promise<Sample[]> {
  const { data } = await query<{ metric: Record<string, string>; value: [number, string] }>(stack, promql);
  return data.result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
}

/** How much the counters that a selector finds have grown in the last minutes. */
export async function growth(stack: Stack, selector: string, minutes: number): Promise<Sample[]> {
  const { data } = await query<{ metric: Record<string, string>; values: [number, string][] }>(
    stack,
    `${selector}[${minutes}m]`,
  );
  const latest = Math.max(...data.result.flatMap(({ values }) => values.map(([time]) => time)));
  return data.result.map(({ metric, values }) => {
    // A counter may be there only since it first counted something.
    const isNew = (values[0]?.[0] ?? 0) > latest - (minutes - 1) * 60;
    const numbers = values.map(([, value]) => Number(value));
    return { labels: metric, value: grown(isNew ? [0, ...numbers] : numbers) };
  });
}

/** From the first value to the last. A counter that began anew counts from there. */
export function grown(values: readonly number[]): number {
  return values.reduce((sum, value, n) => {
    const before = values[n - 1] ?? value;
    return sum + (value < before ? value : value - before);
  }, 0);
}
