import assert from 'node:assert/strict';
import { it } from 'node:test';
import { ROOT_CONTEXT } from '@opentelemetry/api';
import { whenAvailable } from '../broker.ts';
import { startTestPipeline } from '../worker/worker.testkit.ts';
import { createDeadLetterCache } from './cache.ts';
import { type DeadLetter, resolution } from './dead-letter.ts';
import { readMessages } from './read-messages.ts';

it('the cache of dead letters reads them again only when the topics have new messages', async () => {
  await using pipeline = await startTestPipeline();
  const read = createDeadLetterCache(pipeline.broker);
  assert.equal((await whenAvailable(read)).count(), 0);

  const message = { key: 'order', value: 'not JSON', headers: { dlq_topic: 'orders' } };
  await pipeline.publisher.send([{ topic: 'orders.dlq', context: ROOT_CONTEXT, message }]);
  const letters = await read();
  assert.equal(letters.count('orders.dlq'), 1);
  assert.equal(await read(), letters);

  const found: DeadLetter[] = [];
  await readMessages(pipeline.broker, letters, 'all', (letter) => void found.push(letter));
  assert.deepEqual(
    found.map(({ message: { value } }) => String(value)),
    ['not JSON'],
  );
  await pipeline.publisher.send(found.map((letter) => resolution(letter, 'discarded')));
  assert.equal((await read()).count(), 0);
});
