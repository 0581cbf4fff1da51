import type { Parameter } from '#events/switches/describe.ts';

/** Returns the option that sets a parameter, without its dashes: `per-second` for `perSecond`, `for` for the duration. */
export const optionOf = (parameter: string): string =>
  parameter === 'seconds' ? 'for' : parameter.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Returns the description of a parameter, with its bounds and its default. */
export function describeParameter(name: string, parameter: Parameter): string {
  if (name === 'seconds') return 'switch it off after 30s, 5m or 1h (default: 15m; at most 4h)';
  const bounds = boundsOf(parameter);
  const preset = parameter.default === undefined ? [] : [`default: ${parameter.default}`];
  const notes = [...(bounds === '' ? [] : [bounds]), ...preset].join('; ');
  return notes === '' ? parameter.description : `${parameter.description} (${notes})`;
}

/** Returns the accepted values of a parameter, or an empty string if they have no bounds. */
export function boundsOf(parameter: Parameter): string {
  const { minimum, exclusiveMinimum, maximum } = parameter;
  if (parameter.enum !== undefined) return parameter.enum.join(', ');
  if (maximum === undefined) return '';
  return exclusiveMinimum === undefined ? `${minimum} to ${maximum}` : `above ${exclusiveMinimum}, up to ${maximum}`;
}
