import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { maxPortOffset, stackPathsAt } from '../paths.ts';
import { identify } from '../supervisor/processes.ts';
import { writeState } from '../supervisor/state.ts';

const portOffset = maxPortOffset;

function status() {
  const args = [join(import.meta.dirname, 'status.ts'), '--port-offset', `${portOffset}`];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  assert.equal(stderr, '');
  return { exitCode: status, lines: stdout.split('\n') };
}

test('npm run status has a line for each component, and exits with 1 if one does not respond or is being built, with 3 if none runs', (t) => {
  const { state } = stackPathsAt(portOffset);
  t.after(() => rmSync(dirname(state), { recursive: true, force: true }));
  const self = identify(process.pid);
  assert.ok(self);
  assert.deepEqual(status(), { exitCode: 3, lines: ['no stack is running; start one with npm start', ''] });
  writeState(state, {
    runner: self,
    components: {
      kafka: { phase: 'ready', detail: '', process: self },
      loki: { phase: 'skipped', detail: 'go is not installed' },
      jaeger: { phase: 'building', detail: 'compiling, 827 of about 2,050 packages' },
    },
  });
  const { exitCode, lines } = status();
  assert.equal(exitCode, 1);
  assert.match(lines[0] ?? '', /^component +state +pid +memory +health +$/);
  assert.match(lines[1] ?? '', new RegExp(`^kafka +ready +${process.pid} +\\d+ MB +no response +$`));
  assert.match(lines[2] ?? '', /^loki +skipped +go is not installed$/);
  assert.match(lines[3] ?? '', /^jaeger +building +compiling, 827 of about 2,050 packages$/);
});
