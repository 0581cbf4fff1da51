import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { before, describe, it } from 'node:test';
import { checks } from '../ops/doctor/checks.ts';
import type { Result } from '../ops/doctor/run.ts';
import { samplesOf } from './support/back-ends.ts';
import { kill, start } from './support/environment.ts';
import { until } from './support/until.ts';

/** The stack of the tests uses the usual ports + 10000. */
const stack = ['--stack', 'local', '--port-offset', '10000'];

const allBut = (...names: string[]) => [
  '--skip',
  checks
    .map(({ name }) => name)
    .filter((name) => !names.includes(name))
    .join(','),
];

async function doctor(options: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, ['ops/doctor/doctor.ts', ...stack, ...options], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [output, [exitCode]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return { output, exitCode: exitCode as number };
}

/** Runs the doctor with --json. Returns the results by the name of the check. */
async function examine(options: string[], env: Record<string, string> = {}) {
  const { output, exitCode } = await doctor([...options, '--json'], env);
  const { sound, results } = JSON.parse(output) as { sound: boolean; results: Result[] };
  assert.equal(exitCode, sound ? 0 : 1);
  return { sound, of: new Map(results.map((result) => [result.name, result])) };
}

describe('npm run doctor', () => {
  // The metric follows the replay of an earlier test's dead letter by up to 12 s.
  before(() =>
    until(
      'Prometheus reports no open dead letters',
      async () => (await samplesOf('max(orderflow_dead_letters_open)'))[0]?.value === 0,
    ),
  );

  it('reports a healthy stack, with a line for each check', async () => {
    const { output, exitCode } = await doctor([]);
    assert.equal(exitCode, 0, output);
    for (const { name } of checks) {
      const mark = name === 'datasources' || name === 'dashboards' ? '-' : '✓';
      assert.ok(output.includes(`\n${mark} ${name.padEnd(16)} `), `${name}\n${output}`);
    }
    assert.ok(!output.includes('\u001b'), 'no colors without a terminal');
  });

  it('reports that Loki is unavailable, runs the other checks, and exits with 1', async () => {
    const { sound, of } = await examine(allBut('back ends', 'order', 'trace', 'logs', 'secrets', 'kafka'), {
      LOKI_URL: 'http://127.0.0.1:1',
    });
    assert.equal(sound, false);
    for (const name of ['back ends', 'logs']) {
      assert.equal(of.get(name)?.state, 'failed');
      assert.match(of.get(name)?.found ?? '', /http:\/\/127\.0\.0\.1:1 does not respond/);
      assert.match(of.get(name)?.look ?? '', /loki\.log/);
    }
    assert.equal(of.get('secrets')?.state, 'blocked');
    for (const name of ['order', 'trace', 'kafka'])
      assert.equal(of.get(name)?.state, 'passed', of.get(name)?.found ?? name);
  });

  it('names a process that is down, and the order that remains pending', async () => {
    await kill('product-worker');
    try {
      const { sound, of } = await examine(allBut('processes', 'order', 'cancellation'));
      assert.equal(sound, false);
      assert.match(of.get('processes')?.found ?? '', /^1 of 7 not ready: product-worker: .* does not respond/);
      assert.match(of.get('order')?.found ?? '', /is still pending/);
      assert.equal(of.get('cancellation')?.state, 'blocked');
    } finally {
      await start('product-worker');
    }
  });
});
