import { here } from '../../builders/queries.ts';

/** The text of panels that are empty because no load test runs. */
export const idle = 'No load test runs: npm run load';
/** Returns a query for a quantile of a histogram of k6, grouped by the label `by`. */
export const quantile = (q: number, metric: string, by: string) =>
  `histogram_quantile(${q}, sum by (${by}, le) (rate(${metric}_bucket{${here}}[$__rate_interval])))`;
