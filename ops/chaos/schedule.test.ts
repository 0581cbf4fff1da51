import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type Plannable, plan } from './schedule.ts';

const kinds = fc
  .uniqueArray(fc.constantFrom('kill', 'pause', 'partition', 'poison', 'disk full'), { minLength: 1 })
  .chain((names) =>
    fc.tuple(
      ...names.map((kind) =>
        fc.record({
          kind: fc.constant(kind),
          targets: fc.uniqueArray(fc.constantFrom('kafka', 'mariadb', 'frontend'), { minLength: 1 }),
          lasts: fc.tuple(fc.integer({ min: 1, max: 10 }), fc.integer({ min: 10, max: 20 })),
          touches: fc.constant((target: string) => [target]),
        }),
      ),
    ),
  );
const options = fc.record({
  seed: fc.nat(0x7fffffff),
  seconds: fc.integer({ min: 0, max: 600 }),
  atOnce: fc.integer({ min: 1, max: 3 }),
});
const anyPlan = (check: (kinds: readonly Plannable[], options: Parameters<typeof plan>[1]) => void) =>
  fc.assert(fc.property(kinds, options, check));

describe('a plan', () => {
  it('is the same for the same seed', () =>
    anyPlan((kinds, options) => assert.deepEqual(plan(kinds, options), plan(kinds, options))));

  it('heals every fault within the run, after a window as long as its kind lasts', () =>
    anyPlan((kinds, options) => {
      for (const { kind, from, until } of plan(kinds, options)) {
        const [least, most] = kinds.find((one) => one.kind === kind)?.lasts ?? [0, 0];
        assert.ok(from >= 0 && until <= options.seconds * 1_000);
        assert.ok(until - from >= least * 1_000 && until - from <= most * 1_000);
      }
    }));

  it('has no more faults at once than asked for, and never two that touch the same', () =>
    anyPlan((kinds, options) => {
      const planned = plan(kinds, options);
      for (const fault of planned) {
        const beside = planned.filter((other) => other.from <= fault.from && fault.from < other.until);
        assert.ok(beside.length <= options.atOnce);
        assert.equal(new Set(beside.map(({ target }) => target)).size, beside.length);
      }
    }));

  it('of a run that is long enough has every kind at every target', () =>
    anyPlan((kinds, options) => {
      const planned = plan(kinds, { ...options, seconds: 3_000 });
      for (const { kind, targets } of kinds) {
        for (const target of targets) assert.ok(planned.some((one) => one.kind === kind && one.target === target));
      }
    }));

  it('differs with the seed', () => {
    const targets = ['kafka', 'mariadb', 'frontend'];
    const kinds = ['kill', 'pause'].map((kind) => ({ kind, targets, lasts: [5, 10] as const, touches: () => [] }));
    const plans = [1, 2].map((seed) => plan(kinds, { seed, seconds: 300, atOnce: 1 }));
    assert.notDeepEqual(plans[0], plans[1]);
  });
});
