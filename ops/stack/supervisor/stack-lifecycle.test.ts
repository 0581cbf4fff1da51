import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { until } from '../../../tests/support/until.ts';
import { isAlive, signal } from './processes.ts';
import { createTestStacks } from './stack.testkit.ts';

test('components start after the components they need, and stop before those they use', async (t) => {
  const { component, stack, journal } = createTestStacks(t);
  const running = stack([
    component('shop', { needs: ['database'], uses: ['collector'] }),
    component('database', { needs: ['disk'] }),
    component('disk'),
    component('collector'),
  ]);
  await running.start();
  const started = journal();
  assert.ok(started.indexOf('start disk') < started.indexOf('start database'));
  assert.ok(started.indexOf('start database') < started.indexOf('start shop'));
  await running.stop();
  const stopped = journal().slice(4);
  assert.equal(stopped[0], 'stop shop');
  assert.ok(stopped.indexOf('stop database') < stopped.indexOf('stop disk'));
  assert.equal(stopped.length, 4);
});

test('a process that dies is reported with its log, and restarted', async (t) => {
  const { component, stack, reported } = createTestStacks(t);
  const running = stack([component('worker')]);
  const worker = running.supervisor('worker');
  await running.start();
  const first = worker.process;
  assert.ok(first);
  const restart = reported(/restarting in/);
  signal(first, 'SIGKILL');
  assert.match(await restart, /^worker was ended by SIGKILL, see .*worker\.log; restarting in 0\.5 s$/);
  await until('the worker is ready again', () => worker.phase === 'ready' && worker.process?.pid !== first.pid);
});

test('a component that was stopped or killed on purpose stays down until it is started', async (t) => {
  const { component, stack } = createTestStacks(t);
  const running = stack([component('worker')]);
  const worker = running.supervisor('worker');
  await running.start();
  for (const action of ['kill', 'stop'] as const) {
    const { process } = worker;
    assert.ok(process);
    await worker[action]();
    assert.equal(worker.phase, 'stopped');
    assert.equal(isAlive(process), false);
    await worker.start();
    assert.equal(worker.phase, 'ready');
  }
});

test('a frozen component is suspended until it is thawed, and can be restarted', async (t) => {
  const { component, stack, journal } = createTestStacks(t);
  const running = stack([component('worker')]);
  const worker = running.supervisor('worker');
  assert.throws(() => worker.freeze(), /worker is not running/);
  await running.start();
  const { process } = worker;
  assert.ok(process);
  worker.freeze();
  assert.equal(worker.phase, 'frozen');
  await untilSuspended(process.pid, true);
  worker.thaw();
  assert.equal(worker.phase, 'ready');
  await untilSuspended(process.pid, false);
  worker.freeze();
  await worker.restart();
  assert.equal(worker.phase, 'ready');
  assert.deepEqual(journal(), ['start worker', 'stop worker', 'start worker']);
});

/** Waits until the system reports the process as suspended, or as not suspended. */
const untilSuspended = (pid: number, expected: boolean): Promise<boolean> =>
  until(
    `process ${pid} ${expected ? 'is suspended' : 'continues'}`,
    () => /\) T /.test(readFileSync(`/proc/${pid}/stat`, 'utf8')) === expected,
  );
