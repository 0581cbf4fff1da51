import { here } from '../../builders/queries.ts';

/** Selects the series of the chosen processes. */
export const selected = `${here},job=~"$service"`;
