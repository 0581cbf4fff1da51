import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { INVALID_SPAN_CONTEXT, trace } from '@opentelemetry/api';
import fc from 'fast-check';
import { deadLetter, type Failure, reference, replay } from './dead-letters/dead-letter.ts';
import { header } from './envelope.ts';
import { messageBytes } from './message-size.ts';
import { Poison } from './poison.ts';
import { receive } from './receive.ts';
import { foreignRecord, received, recordBytes, sent } from './record.testkit.ts';
import { startProcess, traceIdOf } from './trace.ts';

/** The dead-letter topics accept 2 MiB. */
const maxLetterBytes = 2 * 1_024 * 1_024;
const poll = { attributes: {}, span: INVALID_SPAN_CONTEXT };
const origin = { topic: 'orders', partition: 3, group: 'products', at: new Date() } as const;

const failure = (record: Parameters<typeof sent>[0]): Failure => {
  const message = received(sent(record));
  const context = startProcess({ topic: 'orders', poll, message });
  return { message, context, error: new Poison('invalid-data', 'x'.repeat(10_000)), attempts: 1 };
};

describe('any record that a foreign client writes', () => {
  it('is an event or poison, and its trace can be read', () => {
    fc.assert(
      fc.property(foreignRecord, (record) => {
        const message = received(sent(record));
        assert.match(String(traceIdOf(message)), /^([0-9a-f]{32}|null)$/);
        assert.ok(trace.getSpan(startProcess({ topic: 'orders', poll, message })) !== undefined);
        try {
          assert.equal(receive(message, ['order.placed'], new Date())?.type, 'order.placed');
        } catch (error) {
          assert.ok(error instanceof Poison, String(error));
        }
      }),
    );
  });

  it('has a dead letter that kafkajs encodes, that fits its topic, and that names its origin alone', () => {
    fc.assert(
      fc.property(foreignRecord, (record) => {
        const failed = failure(record);
        for (const { message } of [deadLetter(failed, origin), reference(failed, origin)]) {
          assert.ok(recordBytes(message).length <= messageBytes(message));
          assert.ok(messageBytes(message) < maxLetterBytes);
          const { headers } = received(message);
          assert.equal(header(headers, 'dlq_offset'), '7');
          assert.equal(header(headers, 'dlq_topic'), 'orders');
          assert.equal(header(headers, 'dlq_resolves'), undefined);
        }
      }),
    );
  });

  it('is replayed unchanged, except for headers that only dead letters have, unless its dead letter is an excerpt', () => {
    fc.assert(
      fc.property(foreignRecord, (record) => {
        const message = received(deadLetter(failure(record), origin).message);
        if (header(message.headers, 'dlq_truncated') !== undefined) return;
        const again = replay({ id: '', topic: 'orders.dlq', partition: 3, message }).message;
        const headers = record.headers.filter(([name]) => !/^(dlq_|orderflow_attempt)/.test(name));
        const original = received(sent({ ...record, headers }));
        const { orderflow_attempt: _, ce_traceparent: first, ...kept } = received(again).headers ?? {};
        assert.deepEqual(received(again).value, original.value);
        assert.deepEqual(received(again).key, original.key);
        assert.deepEqual({ ...kept }, { ...original.headers });
        assert.equal(first === undefined, traceIdOf(original) === null);
      }),
    );
  });

  it('has an excerpt as its dead letter if it has too many headers', () => {
    const headers = Array.from({ length: 5_000 }, (_, n): [string, null] => [String(n), null]);
    const { message } = deadLetter(failure({ key: null, value: null, headers }), origin);
    assert.ok(Object.keys(message.headers ?? {}).length < 20);
    assert.ok(message.headers?.['dlq_truncated'] !== undefined);
  });
});
