import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { it } from 'node:test';
import { ROOT_CONTEXT } from '@opentelemetry/api';
import { createEvent } from './event.ts';
import { createMessage } from './outgoing-message.ts';
import { isRefusal } from './refusal.ts';
import { placed, startTestPipeline } from './worker/worker.testkit.ts';
import { newestVersions } from './written-versions.ts';

it('a message that Kafka refuses is refused by itself; messages that share its request are published', async () => {
  await using pipeline = await startTestPipeline();
  const { send } = pipeline.publisher;
  await pipeline.place(1);
  const good = Array.from({ length: 20 }, () =>
    createMessage(createEvent(placed(randomUUID()), new Date()), ROOT_CONTEXT, newestVersions),
  );
  const [one] = good;
  assert.ok(one !== undefined);
  // The encoding of a number fails.
  const bad = { ...one, message: { ...one.message, headers: { number: 1 as unknown as string } } };
  const large = { ...one, message: { ...one.message, value: 'x'.repeat(1_100_000) } };
  const results = await Promise.allSettled(
    [...good.slice(0, 10), bad, large, ...good.slice(10)].map((one) => send([one])),
  );
  const failed = results.flatMap((result, n) => (result.status === 'rejected' ? [[n, result.reason.name]] : []));
  assert.deepEqual(failed, [
    [10, 'MessageRefused'],
    [11, 'MessageRefused'],
  ]);
  const keys = new Set(good.map(({ message }) => message.key));
  const read = await pipeline.read('orders', (messages) => messages.length > good.length);
  assert.equal(read.filter(({ key }) => keys.has(key?.toString() ?? '')).length, good.length);
});

it('a large number of headers is no reason for a request that Kafka refuses', async () => {
  await using pipeline = await startTestPipeline();
  const [event] = [createEvent(placed(randomUUID()), new Date())];
  const { topic, message, context } = createMessage(event, ROOT_CONTEXT, newestVersions);
  const padded = { topic, context, message: { ...message, headers: { padding: 'x'.repeat(57_000) } } };
  await pipeline.publisher.send(Array(60).fill(padded));
  await pipeline.read('orders', (messages) => messages.length === 60);
});

it('only an error about a message is a refusal', () => {
  const protocolError = (type: string) => Object.assign(new Error(type), { name: 'KafkaJSProtocolError', type });
  const wrapped = new Error('retries exceeded', { cause: protocolError('CORRUPT_MESSAGE') });
  for (const error of [protocolError('MESSAGE_TOO_LARGE'), protocolError('INVALID_RECORD'), wrapped, new TypeError()]) {
    assert.ok(isRefusal(error), String(error));
  }
  for (const error of [
    protocolError('NOT_ENOUGH_REPLICAS'),
    protocolError('TOPIC_AUTHORIZATION_FAILED'),
    new Error(),
  ]) {
    assert.ok(!isRefusal(error), String(error));
  }
});
