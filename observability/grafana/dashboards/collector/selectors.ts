/** Selects the collector's own metrics. They have no environment, because all environments share the collector. */
export const collectorJob = 'job="otel-collector"';
/** Returns a query for the rate per second of a counter of the collector. */
export const rate = (metric: string, more = '') => `rate(${metric}{${collectorJob}${more}}[$__rate_interval])`;
