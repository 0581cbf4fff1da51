import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import test, { type TestContext } from 'node:test';
import { end, identify, isAlive, memory } from './processes.ts';

test('a running process is identified by its pid and start time', () => {
  const self = identify(process.pid);
  assert.ok(self && isAlive(self));
  assert.ok((memory(process.pid) ?? 0) > 1e6);
});

test('a later process with the same pid is a different one', () => {
  const self = identify(process.pid);
  assert.ok(self);
  assert.equal(isAlive({ ...self, started: self.started - 1 }), false);
});

test('a process is ended together with its children', async (t) => {
  const child = spawnGroup(t, "sleep 1000 & echo $!; trap '' HUP; wait");
  const [line]: Buffer[] = await once(child.stdout, 'data');
  const grandchild = identify(Number(line));
  const id = identify(child.pid ?? 0);
  assert.ok(id && grandchild);
  const closed = once(child, 'close');
  await end(id);
  await closed;
  assert.equal(isAlive(id), false);
  assert.equal(isAlive(grandchild), false);
  assert.equal(memory(id.pid), undefined);
});

test('a zombie is not alive', async (t) => {
  const child = spawnGroup(t, 'exit 0');
  const id = { pid: child.pid ?? 0, started: 0 };
  await once(child, 'exit');
  assert.equal(identify(id.pid), undefined);
});

function spawnGroup(t: TestContext, script: string) {
  const child = spawn('sh', ['-c', script], { detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
  t.after(() => child.kill('SIGKILL'));
  return child;
}
