/** Returns the latest of some times, of which at least one is known. */
export const latest = (times: readonly (Date | null | undefined)[]): Date =>
  new Date(Math.max(...times.filter((time) => time != null).map(Number)));
