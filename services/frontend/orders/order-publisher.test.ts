import assert from 'node:assert/strict';
import { it } from 'node:test';
import { BrokerUnavailable } from '#events/broker.ts';
import type { Publisher } from '#events/publish.ts';
import { Problem } from '#platform/http/problem.ts';
import { createOrderPublisher } from './order-publisher.ts';

it('while Kafka is unavailable, publishing throws a 503 with Retry-After; after 10 failures the breaker is open', async () => {
  let attempts = 0;
  const publish = createOrderPublisher({
    publish: async () => {
      attempts++;
      throw new BrokerUnavailable('away');
    },
  } as Partial<Publisher> as Publisher);
  for (let n = 0; n < 30; n++) {
    await assert.rejects(
      publish([]),
      (error) => error instanceof Problem && error.status === 503 && error.options.retryAfter === 2,
    );
  }
  assert.equal(attempts, 10);
});
