/** Returns how long to wait before the next start, in milliseconds, after this many failures in a row (at least 1). */
export const restartDelay = (failures: number): number => Math.min(500 * 2 ** (failures - 1), 30_000);

/** Milliseconds of being ready after which the next failure counts as the first one again. */
export const stableAfter = 60_000;

/**
 * Returns how long a process may take to become ready before it is restarted, in milliseconds. Each attempt gets longer,
 * so that a server that repairs its data on a busy machine can finish.
 */
export const startTimeout = (failures: number): number => failures * 120_000;
