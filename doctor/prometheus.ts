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

/** How much each counter of a range (`name[5m]`) has grown in it. A counter that began anew counts from there. */
export async function growth(stack: Stack, range: string): Promise<Sample[]> {
  const { data } = await query<{ metric: Record<string, string>; values: [number, string][] }>(stack, range);
  return data.result.map(({ metric, values }) => ({
    labels: metric,
    value: grown(values.map(([, value]) => Number(value))),
  }));
}

export function grown(values: readonly number[]): number {
  return values.reduce((sum, value, n) => {
    const before = values[n - 1];
    if (before === undefined) return sum;
    return sum + (value < before ? value : value - before);
  }, 0);
}
