import assert from 'node:assert/strict';
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { test } from 'node:test';

const prologue = `
  import { mock } from 'node:test';
  import { onStop, stop } from '#platform/process/stop.ts';
  const forever = setInterval(() => {}, 1_000_000);
  onStop('first', () => console.log('first'));
`;

/** Runs a script that prints `up` when it is ready. `ended` resolves to its exit code and output. */
function run(script: string) {
  const child: ChildProcessByStdio<null, Readable, null> = spawn(
    process.execPath,
    ['--input-type=module', '-e', prologue + script],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let printed = '';
  const up = Promise.withResolvers<void>();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
    if (printed.includes('up\n')) up.resolve();
  });
  const ended = once(child, 'close').then(([code]) => ({
    code: code as number | null,
    lines: printed.split('\n').filter((line) => line !== '' && line !== 'up' && !line.startsWith('{')),
    logs: printed
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Record<string, unknown>),
  }));
  return { child, up: up.promise, ended };
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  test(`${signal}: the steps run one by one in reverse order of registration, and the process exits with 0`, async () => {
    const { child, up, ended } = run(`
      onStop('second', async () => {
        console.log('second begins');
        await new Promise((resolve) => setImmediate(resolve));
        console.log('second ends');
      });
      console.log('up');
    `);
    await up;
    child.kill(signal);
    const { code, lines, logs } = await ended;
    assert.equal(code, 0);
    assert.deepEqual(lines, ['second begins', 'second ends', 'first']);
    assert.deepEqual(
      logs.map(({ message, reason }) => [message, reason]),
      [['stopping', signal]],
    );
  });
}

test('a second signal is ignored', async () => {
  const { child, up, ended } = run(`
    onStop('second', async () => {
      console.log('second');
      const again = new Promise((resolve) => process.once('SIGTERM', resolve));
      process.kill(process.pid, 'SIGTERM');
      await again;
    });
    console.log('up');
  `);
  await up;
  child.kill('SIGTERM');
  const { code, lines } = await ended;
  assert.equal(code, 0);
  assert.deepEqual(lines, ['second', 'first']);
});

test('a failed step is logged, the others run, and the process exits with 1', async () => {
  const { child, up, ended } = run(`
    onStop('broken', () => { throw new TypeError('no'); });
    onStop('third', () => console.log('third'));
    console.log('up');
  `);
  await up;
  child.kill('SIGTERM');
  const { code, lines, logs } = await ended;
  assert.equal(code, 1);
  assert.deepEqual(lines, ['third', 'first']);
  assert.equal(logs.at(-1)?.['step'], 'broken');
  assert.match(JSON.stringify(logs.at(-1)), /TypeError.*no/);
});

test('a step that hangs is logged after a timeout, and the process exits with 1', async () => {
  const { code, lines, logs } = await run(`
    mock.timers.enable({ apis: ['setTimeout'] });
    onStop('stuck', () => {
      setImmediate(() => mock.timers.tick(9_000));
      return new Promise(() => {});
    });
    await stop(0, 'test');
  `).ended;
  assert.equal(code, 1);
  assert.deepEqual(lines, []);
  assert.equal(logs.at(-1)?.['step'], 'stuck');
});

for (const [error, statement] of [
  ['exception', "setImmediate(() => { throw new RangeError('uncaught by the test'); })"],
  ['rejection', "Promise.reject(new RangeError('uncaught by the test'))"],
] as const) {
  test(`an uncaught ${error} is logged, the steps run, and the process exits with 1`, async () => {
    const { code, lines, logs } = await run(`${statement};`).ended;
    assert.equal(code, 1);
    assert.deepEqual(lines, ['first']);
    assert.match(JSON.stringify(logs[0]), /RangeError.*uncaught by the test/);
  });
}
