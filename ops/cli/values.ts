import { InvalidArgumentError } from '@commander-js/extra-typings';
import { closestMatch } from 'leven';

/** Returns a parser of whole numbers within bounds. */
export const wholeNumber =
  (min: number, max = Number.MAX_SAFE_INTEGER) =>
  (text: string): number => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    const bounds = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`;
    throw new InvalidArgumentError(`must be a whole number ${bounds}, not '${text}'`);
  };

/** Returns a parser of numbers above 0, such as `0.5`. */
export const positiveNumber =
  (max = Number.MAX_VALUE) =>
  (text: string): number => {
    const value = Number(text);
    if (value > 0 && value <= max) return value;
    const bounds = max === Number.MAX_VALUE ? 'above 0' : `above 0, up to ${max}`;
    throw new InvalidArgumentError(`must be a number ${bounds}, not '${text}'`);
  };

/**
 * Returns a parser that accepts these words only, and suggests the nearest of them.
 * @param kind what the words name: `profile`
 */
export const oneOf =
  <const W extends string>(kind: string, words: readonly W[]) =>
  (text: string): W => {
    const word = words.find((one) => one === text);
    if (word !== undefined) return word;
    const near = closestMatch(text, words, { maxDistance: Math.floor(text.length * 0.4) });
    const advice = near === undefined ? '' : `, did you mean ${near}?`;
    throw new InvalidArgumentError(`unknown ${kind} '${text}'${advice} (known: ${words.join(', ')})`);
  };

/** Returns a parser of values separated by commas. */
export const listOf =
  <T>(parse: (text: string) => T) =>
  (text: string): readonly T[] =>
    text === '' ? [] : text.split(',').map(parse);

/** Parses an http(s) address. */
export function httpUrl(text: string): string {
  const url = URL.parse(text);
  if (url !== null && /^https?:$/.test(url.protocol)) return text;
  throw new InvalidArgumentError(`must be an http(s) address, such as http://127.0.0.1:5000, not '${text}'`);
}
