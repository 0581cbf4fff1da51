import { here } from '../../builders/queries.ts';

/** Selects the series of the chosen process. */
export const selected = `${here},job="$service"`;
/** Returns a query for a quantile of a histogram, grouped by the label `by`. */
export const quantile = (q: number, by: string, histogram: string) =>
  `histogram_quantile(${q}, sum by (${by}, le) (rate(${histogram}[$__rate_interval])))`;
