import { querySeries, type Sample } from '../clients/prometheus.ts';

/** Returns by how much the counters that a selector finds have grown in the last minutes. */
export async function growth(prometheus: string, selector: string, minutes: number): Promise<Sample[]> {
  const series = await querySeries(prometheus, selector, minutes);
  const latest = Math.max(...series.flatMap(({ values }) => values.map(({ at }) => at)));
  return series.map(({ labels, values }) => {
    // A counter may appear only with its first increment: a new one has grown from 0.
    const isNew = (values[0]?.at ?? 0) > latest - (minutes - 1) * 60;
    const numbers = values.map(({ value }) => value);
    return { labels, value: increase(isNew ? [0, ...numbers] : numbers) };
  });
}

/** Returns the growth from the first value to the last. A counter that was reset counts from zero again. */
export function increase(values: readonly number[]): number {
  return values.reduce((sum, value, n) => {
    const before = values[n - 1] ?? value;
    return sum + (value < before ? value : value - before);
  }, 0);
}
