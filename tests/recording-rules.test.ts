import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { recordingRules, samplesOf } from './support/back-ends.ts';
import { signUp } from './support/customer.ts';
import { until } from './support/until.ts';

describe('the recording rules', () => {
  it('are all evaluated without an error', async () => {
    const rules = await until('every recording rule has been evaluated', async () => {
      const found = await recordingRules();
      return found.length > 0 && found.every(({ health }) => health !== 'unknown') ? found : undefined;
    });
    assert.deepEqual(
      rules.filter(({ health }) => health !== 'ok'),
      [],
    );
  });

  it('report the target, the error ratio and the remaining error budget of each objective', async () => {
    const customer = await signUp();
    assert.equal(await customer.settled((await customer.place()).orderId), 'confirmed');
    for (const series of ['slo:objective:ratio', 'slo:errors:ratio{window="5m"}', 'slo:error_budget:remaining']) {
      const samples = await until(
        `Prometheus has ${series} of both objectives`,
        async () => {
          const found = await samplesOf(series);
          return found.length === 2 ? found : undefined;
        },
        300,
      );
      assert.deepEqual(samples.map(({ labels }) => labels['slo']).sort(), ['order-acceptance', 'order-settlement']);
      assert.ok(samples.every(({ value }) => value <= 1));
    }
  });
});
