import assert from 'node:assert/strict';
import test from 'node:test';
import { sendRaw } from '#platform/http/http.testkit.ts';
import { controlComponent } from './control.ts';
import { createTestStacks } from './stack.testkit.ts';
import { readState } from './state.ts';

test('a process that can read the state file can control components', async (t) => {
  const { component, stack, paths } = createTestStacks(t);
  const missingRequirement = async () => 'go is not installed';
  const running = stack([component('worker'), component('loki', { tier: 'back ends', missingRequirement })]);
  await running.start();
  const url = readState(paths.state)?.control;
  assert.ok(url);
  await controlComponent(url, 'worker', 'freeze');
  assert.equal(running.supervisor('worker').phase, 'frozen');
  await controlComponent(url, 'worker', 'kill');
  assert.equal(running.supervisor('worker').phase, 'stopped');
  await controlComponent(url, 'worker', 'start');
  assert.equal(running.supervisor('worker').phase, 'ready');

  await assert.rejects(controlComponent(url, 'worm', 'stop'), /unknown component "worm" \(known: worker, loki\)/);
  await assert.rejects(controlComponent(url, 'loki', 'start'), /loki is skipped: go is not installed/);
  for (const [path, method] of [
    [`${url}/worker/eat`, 'POST'],
    [`${url}/worker/stop`, 'GET'],
    [`${new URL(url).origin}/0/worker/stop`, 'POST'],
  ] as const) {
    assert.equal((await fetch(path, { method })).status, 400, path);
  }
  const { pathname, origin } = new URL(url);
  const foreign = { method: 'POST', headers: { host: 'page.example' } };
  assert.equal((await sendRaw(origin, `${pathname}/worker/stop`, foreign)).status, 400, 'DNS rebinding');
  assert.equal(running.supervisor('worker').phase, 'ready');
  await running.stop();
  await assert.rejects(controlComponent(url, 'worker', 'start'), /the stack does not respond/);
});
