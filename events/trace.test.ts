import assert from 'node:assert/strict';
import { it } from 'node:test';
import { INVALID_SPAN_CONTEXT, trace } from '@opentelemetry/api';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { Poison } from './poison.ts';
import { received, sent } from './record.testkit.ts';
import { failSpan, startProcess } from './trace.ts';

it('a span takes no more than a short text from a message and its error', () => {
  const exporter = new InMemorySpanExporter();
  const tracers = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  trace.setGlobalTracerProvider(tracers);
  const long = Buffer.alloc(900_000, 'x');
  const headers = ['ce_id', 'ce_type', 'ce_subject', 'traceparent', 'tracestate', 'baggage', 'orderflow_attempt'];
  const message = received(sent({ key: long, value: long, headers: headers.map((name) => [name, long]) }));
  const poll = { attributes: {}, span: INVALID_SPAN_CONTEXT };
  const context = startProcess({ topic: 'orders', poll, message });
  failSpan(context, new Poison('unknown-type', long.toString()));
  failSpan(startProcess({ topic: 'orders', poll, message }), long.toString());
  const [span, other] = exporter.getFinishedSpans();
  const texts = [span, other].flatMap((one) => [...Object.values(one?.attributes ?? {}), one?.status.message ?? '']);
  assert.ok(texts.every((text) => String(text).length <= 1_000));
  assert.equal(span?.attributes['messaging.message.id'], 'x'.repeat(255));
  assert.equal(span?.attributes['order.id'], undefined);
  assert.equal(span?.attributes['error.type'], 'unknown-type');
  assert.deepEqual(span?.events, []);
});
