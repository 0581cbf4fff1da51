import { ThresholdsConfigBuilder, ThresholdsMode } from '@grafana/grafana-foundation-sdk/dashboard';

type Step = readonly [from: number, color: 'green' | 'orange' | 'red' | 'blue'];

/** Returns thresholds: each step has its color from its value on, and values below the first step have the color `base`. */
export function levels(steps: readonly Step[], base: Step[1] = 'green'): ThresholdsConfigBuilder {
  return new ThresholdsConfigBuilder()
    .mode(ThresholdsMode.Absolute)
    .steps([{ value: null, color: base } as const, ...steps.map(([value, color]) => ({ value, color }))]);
}

/** Returns thresholds that are green below `warn` and red from `bad` on. */
export const lowIsGood = (warn: number, bad: number): ThresholdsConfigBuilder =>
  levels([...(warn < bad ? [[warn, 'orange'] as const] : []), [bad, 'red']]);

/** Returns thresholds that are red below `warn` and green from `good` on. */
export const highIsGood = (warn: number, good: number): ThresholdsConfigBuilder =>
  levels([...(warn < good ? [[warn, 'orange'] as const] : []), [good, 'green']], 'red');
