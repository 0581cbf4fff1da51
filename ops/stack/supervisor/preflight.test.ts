import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import test from 'node:test';
import { identify, isAlive } from './processes.ts';
import { createTestStacks } from './stack.testkit.ts';
import { readState, writeState } from './state.ts';

test('a back end whose program is missing is skipped, a server whose program is missing fails the start', async (t) => {
  const { component, stack } = createTestStacks(t);
  const missingRequirement = async () => 'go is not installed';
  const running = stack([component('server'), component('loki', { tier: 'back ends', missingRequirement })]);
  await running.start();
  assert.equal(running.supervisor('loki').phase, 'skipped');
  assert.equal(running.supervisor('server').phase, 'ready');
  await running.stop();
  await assert.rejects(
    stack([component('server', { missingRequirement })]).start(),
    /server cannot run: go is not installed/,
  );
});

test('a port in use is reported with the component that needs it', async (t) => {
  const { component, stack } = createTestStacks(t);
  const server = createServer().listen(0, '127.0.0.1');
  t.after(() => server.close());
  await once(server, 'listening');
  const address = server.address();
  assert.ok(typeof address === 'object' && address);
  const running = stack([component('kafka', { ports: [address.port] })]);
  await assert.rejects(running.start(), new RegExp(`port ${address.port} \\(kafka\\) is in use`));
});

test('a second start is refused, and the first stack keeps running', async (t) => {
  const { component, stack, paths } = createTestStacks(t);
  const first = stack([component('worker')]);
  await first.start();
  const second = stack([component('worker')]);
  await assert.rejects(second.start(), /already running/);
  await second.stop();
  assert.equal(readState(paths.state)?.components['worker']?.phase, 'ready');
  await first.stop();
  assert.equal(existsSync(paths.state), false);
});

test('processes that a killed stack left behind are ended, and no others', async (t) => {
  const { component, stack, paths } = createTestStacks(t);
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
