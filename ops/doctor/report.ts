import { styleText } from 'node:util';
import type { Result } from './run.ts';

const marks = {
  passed: ['green', '✓'],
  failed: ['red', '✗'],
  blocked: ['yellow', '-'],
  'left out': ['dim', '-'],
} as const;

const indent = ' '.repeat(19);

/** The lines of a result: one, or with what was expected and where to look. */
export function linesOf({ name, state, found, expected, look }: Result, colours: boolean): string[] {
  const paint = (style: Parameters<typeof styleText>[0], text: string) =>
    colours ? styleText(style, text, { validateStream: false }) : text;
  const [style, mark] = marks[state];
  const told = { passed: found, failed: found, blocked: `not checked: ${found}`, 'left out': `left out: ${found}` }[
    state
  ];
  return [
    `${paint(style, mark)} ${name.padEnd(16)} ${state === 'passed' || state === 'failed' ? told : paint('dim', told)}`,
    ...(expected === undefined ? [] : [`${indent}expected: ${expected}`]),
    ...(look === undefined ? [] : [`${indent}look at:  ${look}`]),
  ];
}

/** The last line. */
export function summaryOf(results: readonly Result[]): string {
  const count = (...states: Result['state'][]) => results.filter(({ state }) => states.includes(state)).length;
  const seconds = results.reduce((sum, result) => sum + result.seconds, 0).toFixed(1);
  const parts = [
    `${count('passed')} passed`,
    `${count('failed')} failed`,
    ...(count('blocked') > 0 ? [`${count('blocked')} could not be checked`] : []),
    ...(count('left out') > 0 ? [`${count('left out')} left out`] : []),
  ];
  return `${parts.join(', ')} in ${seconds} s`;
}

/** Whether all is well. */
export const isSound = (results: readonly Result[]): boolean =>
  results.every(({ state }) => state === 'passed' || state === 'left out');
