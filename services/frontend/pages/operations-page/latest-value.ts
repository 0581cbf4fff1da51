import type { Series } from '../../operations-page/prometheus.ts';

/** Returns the first series that has this label; by default the first of all. */
export const seriesOf = (series: readonly Series[] = [], label?: string, value?: string): Series | undefined =>
  series.find(({ labels }) => label === undefined || labels[label] === value);

/**
 * Returns the current value of a series, at most one step old; undefined if there is none, for example without traffic.
 * @param label the label that selects the series, with `value`; by default the first series
 */
export const latestValue = (
  series: readonly Series[] | undefined,
  label?: string,
  value?: string,
): number | undefined =>
  seriesOf(series, label, value)
    ?.values.slice(-2)
    .findLast((one) => one !== null) ?? undefined;
