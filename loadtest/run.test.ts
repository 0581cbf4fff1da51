import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { profiles } from './profiles.ts';
import { readRun } from './run.ts';

interface Stages {
  executor: string;
  stages: { duration: string; target: number }[];
}

const scenarioOf = (env: Record<string, string>): Stages =>
  Object.values(readRun(env).options.scenarios ?? {})[0] as unknown as Stages;

const secondsOf = ({ stages }: Stages): number =>
  stages.reduce((sum, { duration }) => sum + Number.parseInt(duration, 10), 0) / 1_000;

describe('profiles', () => {
  for (const [name, { seconds, rate }] of Object.entries(profiles)) {
    it(`${name} lasts for its duration, reaches its peak, and fails if an order is lost`, () => {
      const scenario = scenarioOf({ PROFILE: name });
      assert.equal(Math.round(secondsOf(scenario)), seconds);
      assert.equal(Math.max(...scenario.stages.map(({ target }) => target)), rate === null ? 20 : rate * 60);
      assert.equal(scenario.executor, rate === null ? 'ramping-vus' : 'ramping-arrival-rate');
      const { thresholds = {} } = readRun({ PROFILE: name }).options;
      for (const metric of ['orders_missing', 'orders_unexpected', 'orders_unsettled']) assert.ok(thresholds[metric]);
      if (rate !== null) assert.ok(thresholds['dropped_iterations']);
    });
  }

  it('accept another rate and duration', () => {
    const scenario = scenarioOf({ PROFILE: 'spike', RATE: '2.5', DURATION: '10' });
    assert.equal(Math.max(...scenario.stages.map(({ target }) => target)), 150);
    assert.equal(secondsOf(scenario), 10);
  });

  it('are refused with the name of the invalid variable', () => {
    assert.throws(() => readRun({}), /^Error: PROFILE: must be one of smoke, /);
    assert.throws(() => readRun({ PROFILE: 'toString' }), /PROFILE/);
    assert.throws(() => readRun({ PROFILE: 'load', RATE: 'many' }), /^Error: RATE: must be a number above 0/);
    assert.throws(() => readRun({ PROFILE: 'load', DURATION: '-1' }), /DURATION/);
    assert.throws(() => readRun({ PROFILE: 'tp', RATE: '5' }), /RATE: tp has users/);
  });
});
