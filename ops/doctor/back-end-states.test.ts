import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { stackPathsIn } from '../stack/paths.ts';
import { identify } from '../stack/supervisor/processes.ts';
import { type State, writeState } from '../stack/supervisor/state.ts';
import { readBackEndStates } from './back-end-states.ts';
import { observedMinutes } from './checks/collector.ts';

function statesOf(t: TestContext, components: State['components']) {
  const folder = mkdtempSync(join(tmpdir(), 'states-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const paths = stackPathsIn(folder, 0);
  const runner = identify(process.pid);
  assert.ok(runner);
  writeState(paths.state, { runner, components });
  return readBackEndStates(paths);
}

test('a back end that is being built, starts or is skipped is absent; one that failed later is not', (t) => {
  const { absent, readyAt } = statesOf(t, {
    kafka: { phase: 'ready', detail: '', readyAt: 1_000 },
    jaeger: { phase: 'restarting', detail: 'was ended by SIGKILL', readyAt: 2_000 },
    prometheus: { phase: 'building', detail: 'compiling, 827 of about 1,200 packages' },
    alertmanager: { phase: 'starting', detail: '' },
    loki: { phase: 'skipped', detail: 'Go is not installed' },
  });
  assert.deepEqual(
    [...absent],
    [
      ['prometheus', 'is being built: compiling, 827 of about 1,200 packages'],
      ['alertmanager', 'is starting'],
      ['loki', 'is skipped: Go is not installed'],
    ],
  );
  assert.equal(readyAt, undefined);
});

test('in a new stack, losses of the collector count from the time when the last back end was ready', (t) => {
  const { readyAt } = statesOf(t, {
    jaeger: { phase: 'ready', detail: '', readyAt: 100_000 },
    loki: { phase: 'ready', detail: '', readyAt: 400_000 },
  });
  assert.equal(readyAt, 400_000);
  assert.equal(observedMinutes(readyAt, 460_000), 1);
  assert.equal(observedMinutes(readyAt, 4_000_000), 5);
  assert.equal(observedMinutes(undefined, 460_000), 5);
});

test('a stack that does not run has no absent back ends', () => {
  assert.deepEqual(readBackEndStates(stackPathsIn('/nowhere', 0)), { absent: new Map(), readyAt: undefined });
});
