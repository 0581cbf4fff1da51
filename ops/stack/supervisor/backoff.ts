/** How long to wait, in milliseconds, before the start that follows the given number of failures in a row (from 1). */
export const backoff = (failures: number): number => Math.min(500 * 2 ** (failures - 1), 30_000);

/** A process that was ready this long before it died counts as a first failure again, in milliseconds. */
export const steady = 60_000;

/**
 * How long a process may take to become ready before it is ended and started again, in milliseconds: each time longer, for
 * a server that repairs its data on a busy machine would never come to its end.
 */
export const patience = (failures: number): number => failures * 120_000;
