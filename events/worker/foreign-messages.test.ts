import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { CompressionTypes, type IHeaders, type KafkaMessage, type Message, Partitioners } from 'kafkajs';
import { until } from '../../tests/support/until.ts';
import { readDeadLetters } from '../dead-letters/read.ts';
import { resolveDeadLetters } from '../dead-letters/resolve.ts';
import { encode, header } from '../envelope.ts';
import { createEvent } from '../event.ts';
import { setCompression } from '../foreign-producer.testkit.ts';
import { assertHandledOnce } from './handled-once.testkit.ts';
import { placed, startTestPipeline, startTestWorker, type TestPipeline } from './worker.testkit.ts';

interface Sending {
  compression?: CompressionTypes;
  partition?: number;
}

/** Sends messages to the topic `orders` in one request, as a client does that knows nothing of the pipeline. */
async function send({ broker }: TestPipeline, messages: Message[], { compression, partition }: Sending = {}) {
  const producer = broker.kafka.producer({
    createPartitioner: Partitioners.DefaultPartitioner,
    // The broker may need a while for new topics.
    retry: { retries: 30, maxRetryTime: 1_000 },
  });
  await using _connection = { [Symbol.asyncDispose]: () => producer.disconnect() };
  await producer.connect();
  const placedIn = partition === undefined ? messages : messages.map((message) => ({ ...message, partition }));
  const options = compression === undefined ? {} : { compression };
  await producer.send({ topic: broker.fullName('orders'), messages: placedIn, ...options });
}

/** Returns a valid message with other or additional headers, and the id of its order. */
function order(headers: Record<string, unknown> = {}): { orderId: string; message: Message } {
  const message = encode(createEvent(placed(randomUUID()), new Date()));
  return {
    orderId: String(message.key),
    message: { ...message, headers: { ...message.headers, ...headers } as IHeaders },
  };
}

const noJson = (headers: Record<string, unknown>): Message => ({ ...order(headers).message, value: '{"orderId":' });
const lettersOf = (pipeline: TestPipeline, count: number) =>
  pipeline.read('orders.dlq', (messages) => messages.length >= count);

/** Replays all open dead letters. Returns how many, and why others cannot be replayed. */
async function replayAll(pipeline: TestPipeline): Promise<{ resolved: number; skipped: string[] }> {
  let resolved = 0;
  const skipped: string[] = [];
  await resolveDeadLetters(pipeline, await readDeadLetters(pipeline.broker), 'all', 'replayed', {
    resolved: () => void resolved++,
    skipped: ({ message }) => skipped.push(message),
  });
  return { resolved, skipped };
}

const offsets = (letters: readonly KafkaMessage[]) =>
  letters.map(({ headers }) => header(headers, 'dlq_offset')).sort();

describe('a worker that receives messages of a foreign client', () => {
  it('handles or dead-letters messages whose headers have no value, any name, or are repeated', async () => {
    await using pipeline = await startTestPipeline();
    const handled = [
      ...['ce_subject', 'traceparent', 'tracestate', 'baggage', 'orderflow_attempt', 'another'].map((name) =>
        order({ [name]: null }),
      ),
      ...['ce_subject', 'traceparent', 'another'].map((name) => order({ [name]: ['x', null, 'y'] })),
      order({ constructor: 'x', ['__proto__']: 'y', toString: null }),
    ];
    const poison = [
      ...['ce_specversion', 'ce_id', 'ce_type', 'ce_source', 'ce_time', 'content-type'].flatMap((name) => [
        order({ [name]: null }).message,
        order({ [name]: ['x', 'y'] }).message,
      ]),
      noJson({ another: null }),
      noJson({ constructor: 'x', ['__proto__']: 'y', toString: 'z', hasOwnProperty: null }),
      noJson({ dlq_resolves: '0', dlq_topic: 'stock' }),
    ];
    await send(pipeline, [...handled.map(({ message }) => message), ...poison], { partition: 0 });
    const neighbors = await pipeline.place(20);
    await using worker = await startWorker(pipeline);
    await assertHandledOnce(pipeline, [...handled.map(({ orderId }) => orderId), ...neighbors]);
    const letters = await lettersOf(pipeline, poison.length);
    assert.equal(letters.length, poison.length);
    assert.equal((await readDeadLetters(pipeline.broker)).count(), poison.length);
    assert.deepEqual(offsets(letters), poison.map((_, n) => String(handled.length + n)).sort());
    const named = letters.find((letter) => header(letter.headers, 'constructor') !== undefined);
    const names = ['constructor', '__proto__', 'toString', 'hasOwnProperty'];
    assert.deepEqual(
      names.map((name) => header(named?.headers, name)),
      ['x', 'y', 'z', undefined],
    );
    await worker.member.joined();
  });

  it('dead-letters messages that are small only because they are compressed, with what fits', async () => {
    await using pipeline = await startTestPipeline();
    // As a topic was before Kafka stored it uncompressed.
    await setCompression(pipeline.broker, 'orders', 'producer');
    const compressed = { compression: CompressionTypes.GZIP, partition: 0 };
    await send(
      pipeline,
      [{ ...order().message, value: JSON.stringify({ orderId: 'x'.repeat(3_000_000) }) }],
      compressed,
    );
    const padding = 'x'.repeat(57_000);
    await send(
      pipeline,
      Array.from({ length: 60 }, () => noJson({ padding })),
      compressed,
    );
    const neighbors = await pipeline.place(20);
    await using _worker = await startWorker(pipeline);
    await assertHandledOnce(pipeline, neighbors);
    const letters = await lettersOf(pipeline, 61);
    const large = letters.find(isTruncated);
    const others = letters.filter((letter) => !isTruncated(letter));
    assert.equal(others.length, 60);
    assert.ok(Number(header(large?.headers, 'dlq_truncated')) > 3_000_000);
    assert.equal(large?.value?.toString(), '{"orderId":"x'.padEnd(1_000, 'x'));
    assert.equal(header(large?.headers, 'ce_type'), 'order.placed.v1');
    assert.deepEqual(new Set(others.map(({ headers }) => header(headers, 'padding'))), new Set([padding]));

    const { skipped } = await replayAll(pipeline);
    assert.equal(skipped.length, 1);
    assert.match(skipped[0] ?? '', /Kafka refuses the message of orders\.dlq:\d:\d+; it may be too large/);
  });

  it('publishes a reference if the topic refuses the dead letter, and replays the original message', async () => {
    await using pipeline = await startTestPipeline();
    await limitDeadLetters(pipeline, 2_000);
    const padding = 'x'.repeat(5_000);
    const { orderId, message } = order({ ce_time: 'late', padding });
    await send(pipeline, [message]);
    const neighbors = await pipeline.place(20);
    await using _worker = await startWorker(pipeline);
    await assertHandledOnce(pipeline, neighbors);
    const letters = await lettersOf(pipeline, 1);
    assert.deepEqual(
      letters.map(({ headers, value }) => [header(headers, 'dlq_reason'), value?.length]),
      [['invalid-envelope', 0]],
    );
    assert.deepEqual(await replayAll(pipeline), { resolved: 1, skipped: [] });
    const copies = await pipeline.read('orders', (messages) => messages.filter(isOf(orderId)).length >= 2);
    const [original, copy] = copies.filter(isOf(orderId));
    assert.deepEqual(copy?.value, original?.value);
    assert.equal(header(copy?.headers, 'padding'), padding);
    assert.equal(header(copy?.headers, 'dlq_topic'), undefined);
  });

  it('handles messages with the same id from different sources', async () => {
    await using pipeline = await startTestPipeline();
    const id = randomUUID();
    const sources = ['/orderflow/frontend', '/orderflow/another', 'urn:another'];
    const orders = sources.map((source) => order({ ce_id: id, ce_source: source }));
    const messages = orders.map(({ message }) => message);
    await send(pipeline, [...messages, ...messages], { partition: 0 });
    await using _worker = await startWorker(pipeline);
    await assertHandledOnce(
      pipeline,
      orders.map(({ orderId }) => orderId),
    );
  });
});

async function startWorker({ broker, database, publisher }: TestPipeline) {
  const member = await startTestWorker(broker, database, publisher);
  return { member, [Symbol.asyncDispose]: () => member.close() };
}

const isTruncated = ({ headers }: KafkaMessage) => header(headers, 'dlq_truncated') !== undefined;
const isOf =
  (orderId: string) =>
  ({ key }: KafkaMessage) =>
    key?.toString() === orderId;

/** Makes the dead-letter topic accept only small messages, and waits until the broker refuses others. */
async function limitDeadLetters({ broker }: TestPipeline, bytes: number): Promise<void> {
  const topic = broker.fullName('orders.dlq');
  const admin = broker.kafka.admin();
  const producer = broker.kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await Promise.all([admin.connect(), producer.connect()]);
  const configEntries = [{ name: 'max.message.bytes', value: String(bytes) }];
  await admin.alterConfigs({ validateOnly: false, resources: [{ type: 2, name: topic, configEntries }] });
  await until('the broker refuses larger dead letters', () => {
    const messages = [{ value: 'x'.repeat(bytes), partition: 0 }];
    return producer.send({ topic, messages }).then(
      () => false,
      () => true,
    );
  });
  // The broker may have accepted some before.
  await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '-1' }] });
  await Promise.all([admin.disconnect(), producer.disconnect()]);
}
