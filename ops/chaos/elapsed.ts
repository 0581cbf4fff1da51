/** Returns the seconds since `begin`, padded for the output. */
export const elapsed = (begin: number): string => `${((Date.now() - begin) / 1_000).toFixed(0).padStart(5)} s`;
