import type { Lane } from '../../journey/lanes.ts';

/** The height of a row of bars, in pixels. */
export const rowHeight = 26;

/** The minimum width of a bar in percent, so that each one is visible. */
const minWidth = 0.4;

/** Returns the top of each lane, and the height of all lanes together. */
export function positions(lanes: readonly Lane[]): { tops: number[]; height: number } {
  let height = 0;
  const tops = lanes.map(({ rows }) => {
    height += rows * rowHeight;
    return height - rows * rowHeight;
  });
  return { tops, height };
}

/** Returns the position of a bar, in percent of the width of the picture. */
export function placed(
  { at, duration }: { at: number; duration: number },
  total: number,
): { x: string; width: string } {
  const percent = 100 / Math.max(total, 0.001);
  const width = Math.max(duration * percent, minWidth);
  return { x: Math.max(0, Math.min(at * percent, 100 - width)).toFixed(2), width: width.toFixed(2) };
}
