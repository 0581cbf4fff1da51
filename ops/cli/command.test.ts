import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { createCommand, ExpectedError, execute } from './command.ts';
import { oneOf } from './values.ts';

/** Runs a command whose action is `action`. Returns its exit code and what it printed. */
async function run(t: TestContext, args: string[], action: () => void = () => undefined) {
  const lines: string[] = [];
  t.mock.method(
    console,
    'error',
    (line: unknown) => void lines.push(line instanceof Error ? `${line.stack}` : `${line}`),
  );
  const command = createCommand('npm run paint --', 'Paints a wall.', { examples: ['npm run paint -- red'] })
    .argument('<color>', 'a color', oneOf('color', ['red', 'green']))
    .option('--coats <n>', 'number of coats')
    .configureOutput({ writeOut: (text) => void lines.push(text), writeErr: (text) => void lines.push(text) })
    .action(action);
  const exitCode = await execute(command, args);
  return { exitCode, output: lines.join('') };
}

describe('a command', () => {
  it('prints its usage, options and examples for --help and -h', async (t) => {
    for (const help of ['--help', '-h']) {
      const { exitCode, output } = await run(t, [help], () => assert.fail('it ran'));
      assert.equal(exitCode, 0);
      assert.match(output, /^Usage: npm run paint -- \[options\] <color>\n\nPaints a wall\./);
      assert.match(output, /--coats <n> +number of coats/);
      assert.match(output, /Examples:\n {2}npm run paint -- red/);
    }
  });

  for (const [args, reason] of [
    [['red', '--coat', '2'], /^error: unknown option '--coat', did you mean --coats\?\n/],
    [['red', '--coats'], /^error: option '--coats <n>' argument missing\n/],
    [['rad'], /^error: unknown color 'rad', did you mean red\? \(known: red, green\)\n/],
    [['red', 'green'], /^error: too many arguments/],
    [[], /^error: missing required argument 'color'\n/],
  ] as const) {
    it(`exits with 2 for "${args.join(' ')}": first the reason, then the usage`, async (t) => {
      const { exitCode, output } = await run(t, [...args], () => assert.fail('it ran'));
      assert.equal(exitCode, 2);
      assert.match(output, reason);
      assert.match(
        output,
        /\nUsage: npm run paint -- \[options\] <color>\nOptions and examples: npm run paint -- --help\n$/,
      );
    });
  }

  it('exits with 1 for an expected error, and prints its message alone', async (t) => {
    const fail = () => {
      throw new ExpectedError('the wall is wet');
    };
    assert.deepEqual(await run(t, ['red'], fail), { exitCode: 1, output: 'the wall is wet' });
  });

  it('exits with 1 for an unexpected error, and prints its stack trace', async (t) => {
    const fail = () => {
      throw new TypeError('wall is undefined');
    };
    const { exitCode, output } = await run(t, ['red'], fail);
    assert.equal(exitCode, 1);
    assert.match(output, /^TypeError: wall is undefined\n {4}at /);
  });

  it('exits with 0 after a success', async (t) => {
    assert.deepEqual(await run(t, ['red']), { exitCode: 0, output: '' });
  });
});
