import type { Registry } from './registry.ts';

/** Returns the form that a name has in Prometheus and Loki, where only letters, digits and underscores are allowed. */
export const sanitized = (name: string): string => name.replaceAll(/\W/g, '_');

/** Returns the name of a metric in Prometheus; that of a histogram without `_bucket`, `_sum` and `_count`. */
export function prometheusName({ metric_name, unit, instrument }: Registry['metrics'][number]): string {
  const suffixes = [
    unit === 's' ? '_seconds' : unit === 'By' ? '_bytes' : '',
    instrument === 'counter' ? '_total' : '',
  ];
  return suffixes.reduce((name, suffix) => (name.endsWith(suffix) ? name : name + suffix), sanitized(metric_name));
}

/** Returns the name of the metric that a series belongs to: without what a histogram, a counter or a unit adds. */
export const withoutSuffixes = (series: string): string[] => {
  const metric = series.replace(/_(bucket|sum|count)$/, '');
  const plain = metric.replace(/_total$/, '');
  return [series, metric, plain, plain.replace(/_(seconds|milliseconds|bytes|ratio|percent)$/, '')];
};
