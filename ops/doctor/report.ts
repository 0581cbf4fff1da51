import { styleText } from 'node:util';
import type { Result } from './run.ts';

const marks = {
  passed: ['green', '✓'],
  failed: ['red', '✗'],
  blocked: ['yellow', '-'],
  skipped: ['dim', '-'],
} as const;

const indent = ' '.repeat(19);

/** Returns the line of a result; for a failed check also what was expected and where to look. */
export function linesOf({ name, state, found, expected, look }: Result, colors: boolean): string[] {
  const paint = (style: Parameters<typeof styleText>[0], words: string) =>
    colors ? styleText(style, words, { validateStream: false }) : words;
  const [style, mark] = marks[state];
  const text = { passed: found, failed: found, blocked: `not checked: ${found}`, skipped: `skipped: ${found}` }[state];
  return [
    `${paint(style, mark)} ${name.padEnd(16)} ${state === 'passed' || state === 'failed' ? text : paint('dim', text)}`,
    ...(expected === undefined ? [] : [`${indent}expected: ${expected}`]),
    ...(look === undefined ? [] : [`${indent}look at:  ${look}`]),
  ];
}

/** Returns the last line of the report. */
export function summaryOf(results: readonly Result[]): string {
  const count = (...states: Result['state'][]) => results.filter(({ state }) => states.includes(state)).length;
  const seconds = results.reduce((sum, result) => sum + result.seconds, 0).toFixed(1);
  const parts = [
    `${count('passed')} passed`,
    `${count('failed')} failed`,
    ...(count('blocked') > 0 ? [`${count('blocked')} could not be checked`] : []),
    ...(count('skipped') > 0 ? [`${count('skipped')} skipped`] : []),
  ];
  return `${parts.join(', ')} in ${seconds} s`;
}

/** Returns true if no check failed or was blocked. */
export const isSound = (results: readonly Result[]): boolean =>
  results.every(({ state }) => state === 'passed' || state === 'skipped');
