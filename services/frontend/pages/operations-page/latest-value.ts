import type { Series } from '../../operations/prometheus.ts';

/**
 * Returns the current value of a series, at most one step old; undefined if there is none, for example without traffic.
 * @param label the label that selects the series, with `value`; by default the first series
 */
export const latestValue = (series: readonly Series[], label?: string, value?: string): number | undefined =>
  series
    .find(({ labels }) => label === undefined || labels[label] === value)
    ?.values.slice(-2)
    .findLast((one) => one !== null) ?? undefined;
