import assert from 'node:assert/strict';
import { it } from 'node:test';
import { ROOT_CONTEXT } from '@opentelemetry/api';
import { whenAvailable } from '../broker.ts';
import { startTestPipeline } from '../worker/worker.testkit.ts';
import { createDeadLetterCache } from './cache.ts';
import { resolution } from './dead-letter.ts';

it('the cache of dead letters reads them again only when the topics have new messages', async () => {
  await using pipeline = await startTestPipeline();
  const read = createDeadLetterCache(pipeline.broker);
  assert.deepEqual(await whenAvailable(read), []);

  const message = { key: 'order', value: 'not JSON', headers: { dlq_topic: 'orders' } };
  await pipeline.publisher.send([{ topic: 'orders.dlq', context: ROOT_CONTEXT, message }]);
  const letters = await read();
  assert.deepEqual(new Set(letters.map(({ message: { value } }) => String(value))), new Set(['not JSON']));
  assert.equal(await read(), letters);

  await pipeline.publisher.send(letters.map((letter) => resolution(letter, 'discarded')));
  assert.deepEqual(await read(), []);
});
