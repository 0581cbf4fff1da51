import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from '../../../tests/support/until.ts';
import type { PreparationContext } from '../programs/context.ts';
import { createTestStacks } from './stack.testkit.ts';

test('a back end whose program is compiled is being built, and the others run meanwhile', async (t) => {
  const { component, stack } = createTestStacks(t);
  const { promise: built, resolve: finish } = Promise.withResolvers<void>();
  const install = ({ progress }: PreparationContext) => {
    progress('compiling, 827 of about 1,150 packages');
    return built;
  };
  const running = stack([
    component('database'),
    component('jaeger', { tier: 'back ends', install }),
    component('kafka', { install: async ({ progress }) => progress('downloading') }),
  ]);
  const phases: string[] = [];
  const started = running.start();
  await until('the servers are ready', () => {
    phases.push(running.supervisor('kafka').phase);
    return ['database', 'kafka'].every((name) => running.supervisor(name).phase === 'ready');
  });
  assert.ok(!phases.includes('building'), 'a server is not built');
  const { phase, detail } = running.supervisor('jaeger');
  assert.deepEqual([phase, detail], ['building', 'compiling, 827 of about 1,150 packages']);
  finish();
  await started;
  assert.equal(running.supervisor('jaeger').phase, 'ready');
});
