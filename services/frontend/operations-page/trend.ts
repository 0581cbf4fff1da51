/** The direction in which a value moves. */
export type Trend = 'up' | 'down' | 'steady';

/** The number of the newest values that are compared with those before. */
const recent = 8;

/** A smaller change than this share is noise. */
const threshold = 0.2;

/** Returns the trend of a curve: the average of its newest values, compared with the average before. Undefined without values. */
export function trendOf(values: readonly (number | null)[] | undefined): Trend | undefined {
  const [now, before] = [average(values?.slice(-recent)), average(values?.slice(0, -recent))];
  if (now === undefined || before === undefined) return undefined;
  if (Math.abs(now - before) <= threshold * before) return 'steady';
  return now > before ? 'up' : 'down';
}

function average(values: readonly (number | null)[] = []): number | undefined {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0) / known.length;
}
