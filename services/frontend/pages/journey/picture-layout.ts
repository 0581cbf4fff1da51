import type { Lane } from '../../journey/lanes.ts';

/** The height of a row of bars, in pixels. */
export const rowHeight = 26;

/** The minimum width of a bar in percent, so that each one is visible. */
const minWidth = 0.4;

/** The part of a journey that its picture shows, in milliseconds since the beginning of the journey. */
export interface Range {
  from: number;
  to: number;
}

/** Returns the top of each lane, and the height of all lanes together. */
export function positions(lanes: readonly Pick<Lane, 'rows'>[]): { tops: number[]; height: number } {
  let height = 0;
  const tops = lanes.map(({ rows }) => {
    height += rows * rowHeight;
    return height - rows * rowHeight;
  });
  return { tops, height };
}

/** Returns the position of a time in percent of the width of the picture. */
export const percentAt = (at: number, { from, to }: Range): number => (100 * (at - from)) / Math.max(to - from, 0.001);

/** Returns the position of a bar in percent of the width of the picture. */
export function placed({ at, duration }: { at: number; duration: number }, range: Range): { x: string; width: string } {
  const begin = percentAt(at, range);
  const width = Math.max(percentAt(at + duration, range) - begin, minWidth);
  // A short bar at the very end stays visible.
  const x = begin <= 100 ? Math.min(begin, 100 - minWidth) : begin;
  return { x: x.toFixed(3), width: width.toFixed(3) };
}
