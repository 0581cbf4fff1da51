import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Component } from '../components/component.ts';
import { stackPathsIn } from '../paths.ts';
import { act } from './control.ts';
import { identify, isAlive, signal } from './processes.ts';
import { Stack } from './stack.ts';
import { readState, writeState } from './state.ts';

test('components start after what they need, and stop before what they use', async (t) => {
  const { component, stack, journal } = trial(t);
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

test('a process that dies is named with its log, and started again', async (t) => {
  const { component, stack, said } = trial(t);
  const running = stack([component('worker')]);
  await running.start();
  const first = running.supervisor('worker').process;
  assert.ok(first);
  const again = said(/is started again/);
  signal(first, 'SIGKILL');
  assert.match(await again, /^worker was ended by SIGKILL, see .*worker\.log; it is started again in 0\.5 s$/);
  await said.phase('worker', 'ready');
  assert.notEqual(running.supervisor('worker').process?.pid, first.pid);
});

test('what was stopped or killed on purpose stays down until it is started', async (t) => {
  const { component, stack } = trial(t);
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

test('what is frozen stands still until it is thawed, and ends when it is stopped', async (t) => {
  const { component, stack, journal } = trial(t);
  const running = stack([component('worker')]);
  const worker = running.supervisor('worker');
  assert.throws(() => worker.freeze(), /worker does not run/);
  await running.start();
  const { process } = worker;
  assert.ok(process);
  worker.freeze();
  assert.equal(worker.phase, 'frozen');
  await halted(process.pid, true);
  worker.thaw();
  assert.equal(worker.phase, 'ready');
  await halted(process.pid, false);
  worker.freeze();
  await worker.restart();
  assert.equal(worker.phase, 'ready');
  assert.deepEqual(journal(), ['start worker', 'stop worker', 'start worker']);
});

test('whoever can read the state file can act on components', async (t) => {
  const { component, stack, paths } = trial(t);
  const missing = async () => 'go is not installed';
  const running = stack([component('worker'), component('loki', { part: 'back ends', missing })]);
  await running.start();
  const url = readState(paths.state)?.control;
  assert.ok(url);
  await act(url, 'worker', 'freeze');
  assert.equal(running.supervisor('worker').phase, 'frozen');
  await act(url, 'worker', 'kill');
  assert.equal(running.supervisor('worker').phase, 'stopped');
  await act(url, 'worker', 'start');
  assert.equal(running.supervisor('worker').phase, 'ready');

  await assert.rejects(act(url, 'worm', 'stop'), /there is no component "worm", only worker, loki/);
  await assert.rejects(act(url, 'loki', 'start'), /loki is left out: go is not installed/);
  for (const [path, method] of [
    [`${url}/worker/eat`, 'POST'],
    [`${url}/worker/stop`, 'GET'],
    [`${new URL(url).origin}/0/worker/stop`, 'POST'],
  ] as const) {
    assert.equal((await fetch(path, { method })).status, 400, path);
  }
  assert.equal(running.supervisor('worker').phase, 'ready');
  await running.stop();
  await assert.rejects(act(url, 'worker', 'start'), /fetch failed/);
});

test('without its program a back end is left out, and a server ends the start', async (t) => {
  const { component, stack } = trial(t);
  const missing = async () => 'go is not installed';
  const running = stack([component('server'), component('loki', { part: 'back ends', missing })]);
  await running.start();
  assert.equal(running.supervisor('loki').phase, 'missing');
  assert.equal(running.supervisor('server').phase, 'ready');
  await running.stop();
  await assert.rejects(stack([component('server', { missing })]).start(), /server cannot run: go is not installed/);
});

test('a taken port is named with the component that needs it', async (t) => {
  const { component, stack } = trial(t);
  const server = createServer().listen(0, '127.0.0.1');
  t.after(() => server.close());
  await once(server, 'listening');
  const address = server.address();
  assert.ok(typeof address === 'object' && address);
  const running = stack([component('kafka', { ports: [address.port] })]);
  await assert.rejects(running.start(), new RegExp(`port ${address.port} \\(kafka\\) is taken`));
});

test('a second start is refused, and the first goes on', async (t) => {
  const { component, stack, paths } = trial(t);
  const first = stack([component('worker')]);
  await first.start();
  const second = stack([component('worker')]);
  await assert.rejects(second.start(), /it runs already/);
  await second.stop();
  assert.equal(readState(paths.state)?.components['worker']?.phase, 'ready');
  await first.stop();
  assert.equal(existsSync(paths.state), false);
});

test('what a killed run left behind is ended, and nothing else', async (t) => {
  const { component, stack, paths } = trial(t);
  const [left, other] = ['left', 'other'].map(() => spawn('sleep', ['1000'], { detached: true }));
  const [leftId, otherId] = [left, other].map((child) => identify(child?.pid ?? 0));
  assert.ok(leftId && otherId);
  t.after(() => other?.kill());
  const stranger = { ...otherId, started: otherId.started - 1 };
  writeState(paths.state, {
    runner: { pid: 1, started: -1 },
    components: {
      left: { phase: 'ready', detail: '', process: leftId },
      gone: { phase: 'ready', detail: '', process: stranger },
    },
  });
  await stack([component('worker')]).start();
  assert.equal(isAlive(leftId), false);
  assert.equal(isAlive(otherId), true);
});

/** Waits until the system says so of the process. */
async function halted(pid: number, expected: boolean): Promise<void> {
  while (/\) T /.test(readFileSync(`/proc/${pid}/stat`, 'utf8')) !== expected) await sleep(5);
}

/** Components that only write down when they start and stop, in a folder that goes with the test. */
function trial(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'stack-'));
  const paths = stackPathsIn(folder, 0);
  const file = join(folder, 'journal');
  appendFileSync(file, '');
  const stacks: Stack[] = [];
  const waiting = new Set<() => void>();
  const lines: string[] = [];
  const settle = () => {
    for (const check of waiting) check();
  };
  t.after(async () => {
    for (const stack of stacks) await stack.stop();
    rmSync(folder, { recursive: true });
  });

  const until = <T>(find: () => T | undefined): Promise<T> => {
    const { promise, resolve } = Promise.withResolvers<T>();
    const check = () => {
      const found = find();
      if (found === undefined) return;
      waiting.delete(check);
      resolve(found);
    };
    waiting.add(check);
    check();
    return promise;
  };
  const said = (pattern: RegExp) => until(() => lines.find((line) => pattern.test(line)));
  said.phase = (name: string, phase: string) =>
    until(() => stacks.at(-1)?.supervisors.find((one) => one.component.name === name && one.phase === phase));

  return {
    paths,
    said,
    journal: () => readFileSync(file, 'utf8').trim().split('\n'),
    stack: (components: readonly Component[]): Stack => {
      const say = (line: string) => {
        lines.push(line);
        settle();
      };
      const stack = new Stack(components, paths, { changed: settle, say });
      stacks.push(stack);
      return stack;
    },
    component: (name: string, rest: Partial<Component> = {}): Component => {
      const script = [
        `trap 'echo stop ${name} >>${file}; rm ${folder}/${name}; exit' TERM`,
        `echo start ${name} >>${file}; touch ${folder}/${name}`,
        'while :; do sleep 0.02; done',
      ].join('\n');
      return {
        name,
        version: '1',
        part: 'servers',
        ports: [],
        needs: [],
        command: () => ({ file: 'sh', args: ['-c', script] }),
        ready: async () => existsSync(join(folder, name)),
        ...rest,
      };
    },
  };
}
