import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import type { ReceivedSpan } from '#telemetry/otlp-messages.testkit.ts';
import { OtlpReceiver } from '#telemetry/otlp-receiver.testkit.ts';
import { environment } from '../tests/support/environment.ts';

test('each message of a batch is sent in its own trace; polls and commits are spans without the work', async (t) => {
  const receiver = await OtlpReceiver.start();
  t.after(() => receiver.close());
  const preloads = ['--import', './platform/process/preload.ts'];
  const child = spawn(process.execPath, [...preloads, 'events/kafkajs.testkit.ts'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env['PATH'],
      KAFKA_BROKERS: environment.kafkaBrokers.join(','),
      KAFKA_USERNAME: process.env['KAFKA_USERNAME'],
      KAFKA_PASSWORD_FILE: process.env['KAFKA_PASSWORD_FILE'],
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    },
  });
  t.after(() => child.kill('SIGKILL'));
  const [output, [exitCode]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  assert.equal(exitCode, 0, output);

  const span = (name: string): ReceivedSpan => {
    const found = receiver.spans.filter((span) => span.name === name);
    assert.equal(found.length, 1, `${found.length} spans "${name}"`);
    return found[0] as ReceivedSpan;
  };
  const traceparents = new Map(
    output
      .split('\n')
      .filter((line) => !line.startsWith('{') && line !== '')
      .map((line) => line.split(' ') as [string, string]),
  );
  const sent = (key: string): ReceivedSpan => {
    const [, , spanId] = traceparents.get(key)?.split('-') ?? [];
    const found = receiver.spans.find((span) => span.spanId === spanId);
    assert.ok(found, `no span sent ${key}`);
    return found;
  };

  for (const order of ['a', 'b']) {
    const accepted = span(`accept ${order}`);
    const producer = sent(order);
    assert.match(producer.name, /^send kafkajs-/);
    assert.equal(producer.kind, 4);
    assert.equal(producer.traceId, accepted.traceId);
    assert.equal(producer.parentSpanId, accepted.spanId);
    assert.equal(producer.attributes['order.id'], order);
  }
  assert.equal(sent('none').parentSpanId, span('batch').spanId);
  assert.equal(sent('none').attributes['order.id'], undefined);

  assert.deepEqual(
    receiver.spans.filter(({ name }) => name.startsWith('process ')),
    [],
  );
  const polls = receiver.spans.filter(({ name }) => name === 'poll orders');
  const handled = receiver.spans.filter(({ name }) => name === 'handle');
  assert.ok(polls.length > 0);
  assert.deepEqual(
    handled.map(({ parentSpanId }) => parentSpanId),
    polls.map(({ spanId }) => spanId),
  );
  // Clocks of spans differ by up to a millisecond, and the work takes much longer.
  for (const [index, { end }] of polls.entries()) assert.ok(end < (handled[index]?.end ?? 0n));
  assert.deepEqual(
    polls.flatMap(({ links }) => links.map(({ spanId }) => spanId)),
    [...traceparents.values()].map((traceparent) => traceparent.split('-')[2]),
  );
  const commits = receiver.spans.filter(({ name }) => name.startsWith('commit '));
  assert.ok(commits.length > 0);
  for (const { kind, parentSpanId, attributes } of [...polls, ...commits]) {
    assert.equal(kind, 3);
    assert.equal(parentSpanId, '');
    assert.equal(attributes['messaging.system'], 'kafka');
    assert.equal(attributes['messaging.client.id'], 'fixture');
    assert.equal(attributes['messaging.consumer.group.name'], 'readers');
    assert.equal(`${attributes['server.address']}:${attributes['server.port']}`, environment.kafkaBrokers[0]);
    assert.match(attributes['messaging.kafka.cluster.id'] ?? '', /^[\w-]{22}$/);
  }
  const types = (spans: ReceivedSpan[]) =>
    new Set(spans.map(({ attributes }) => attributes['messaging.operation.type']));
  assert.deepEqual([types(polls), types(commits)], [new Set(['receive']), new Set(['settle'])]);
  const counts = polls.map(({ attributes }) => Number(attributes['messaging.batch.message_count']));
  assert.equal(
    counts.reduce((sum, count) => sum + count),
    3,
  );
});
