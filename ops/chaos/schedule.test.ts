import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type SchedulableKind, scheduleFaults } from './schedule.ts';

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
const anySchedule = (
  check: (kinds: readonly SchedulableKind[], options: Parameters<typeof scheduleFaults>[1]) => void,
) => fc.assert(fc.property(kinds, options, check));

describe('a schedule', () => {
  it('is the same for the same seed', () =>
    anySchedule((kinds, options) => assert.deepEqual(scheduleFaults(kinds, options), scheduleFaults(kinds, options))));

  it('heals every fault before the end of the run, after a duration that its kind allows', () =>
    anySchedule((kinds, options) => {
      for (const { kind, from, until } of scheduleFaults(kinds, options)) {
        const [least, most] = kinds.find((one) => one.kind === kind)?.lasts ?? [0, 0];
        assert.ok(from >= 0 && until <= options.seconds * 1_000);
        assert.ok(until - from >= least * 1_000 && until - from <= most * 1_000);
      }
    }));

  it('has at most the given number of faults at a time, and never two with a common resource', () =>
    anySchedule((kinds, options) => {
      const schedule = scheduleFaults(kinds, options);
      for (const fault of schedule) {
        const active = schedule.filter((other) => other.from <= fault.from && fault.from < other.until);
        assert.ok(active.length <= options.atOnce);
        assert.equal(new Set(active.map(({ target }) => target)).size, active.length);
      }
    }));

  it('has every kind at every target in a long run', () =>
    anySchedule((kinds, options) => {
      const schedule = scheduleFaults(kinds, { ...options, seconds: 3_000 });
      for (const { kind, targets } of kinds) {
        for (const target of targets) assert.ok(schedule.some((one) => one.kind === kind && one.target === target));
      }
    }));

  it('has a kind as often as its turns say', () => {
    const lasts = [5, 5] as const;
    const kinds = ['kill', 'pause'].map((kind) => ({ kind, targets: ['kafka'], lasts, touches: () => [] }));
    const schedule = scheduleFaults(kinds, { seed: 1, seconds: 600, atOnce: 1, turns: { kill: 3, pause: 1 } });
    const times = (kind: string) => schedule.filter((fault) => fault.kind === kind).length;
    assert.ok(Math.abs(times('kill') - 3 * times('pause')) <= 3, `${times('kill')} and ${times('pause')}`);
  });

  it('differs with the seed', () => {
    const targets = ['kafka', 'mariadb', 'frontend'];
    const kinds = ['kill', 'pause'].map((kind) => ({ kind, targets, lasts: [5, 10] as const, touches: () => [] }));
    const schedules = [1, 2].map((seed) => scheduleFaults(kinds, { seed, seconds: 300, atOnce: 1 }));
    assert.notDeepEqual(schedules[0], schedules[1]);
  });
});
