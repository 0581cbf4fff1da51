import { here } from '../../builders/queries.ts';

/** Returns a query for the rate per second of a counter. */
export const per = (metric: string, labels: string) => `rate(${metric}{${labels}}[$__rate_interval])`;
export const host = `${here},job="host"`;
export const mariadb = `${here},job="mariadb"`;
