import assert from 'node:assert/strict';
import { it } from 'node:test';
import { BrokerUnavailable } from '#events/broker.ts';
import type { Publisher } from '#events/publish.ts';
import { Problem } from '#platform/http/problem.ts';
import { publishOrRefuse } from './order-publisher.ts';

it('without the broker each publication is a 503 with Retry-After, soon without asking it', async () => {
  let asked = 0;
  const publish = publishOrRefuse({
    publish: async () => {
      asked++;
      throw new BrokerUnavailable('away');
    },
  } as Partial<Publisher> as Publisher);
  for (let n = 0; n < 30; n++) {
    await assert.rejects(
      publish([]),
      (error) => error instanceof Problem && error.status === 503 && error.options.retryAfter === 2,
    );
  }
  assert.equal(asked, 10);
});
