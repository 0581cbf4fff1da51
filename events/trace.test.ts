import assert from 'node:assert/strict';
import { it } from 'node:test';
import { trace } from '@opentelemetry/api';
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
  const context = startProcess({ topic: 'orders', group: 'orders', partition: 0, message }, { poll: undefined });
  failSpan(context, new Poison('unknown-type', long.toString()));
  failSpan(
    startProcess({ topic: 'orders', group: 'orders', partition: 0, message }, { poll: undefined }),
    long.toString(),
  );
  const [span, other] = exporter.getFinishedSpans();
  const texts = [span, other].flatMap((one) => [...Object.values(one?.attributes ?? {}), one?.status.message ?? '']);
  assert.ok(texts.every((text) => String(text).length <= 1_000));
  assert.equal(span?.attributes['messaging.message.id'], 'x'.repeat(255));
  assert.equal(span?.attributes['order.id'], undefined);
});
