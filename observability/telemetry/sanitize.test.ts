import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SpanStatusCode } from '@opentelemetry/api';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { sanitizeMetrics, sanitizeSpans } from './sanitize.ts';
import { leak, secretTexts } from './secret-samples.testkit.ts';

test('no part of a span keeps a secret or a number that is not finite', () => {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  for (const text of secretTexts) {
    const attributes = { note: text, list: [text, 'x'], password: 'hunter2', port: Number.NaN, size: [1, Infinity] };
    const link = { context: { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 }, attributes };
    const span = provider.getTracer('test').startSpan(text, { attributes, links: [link] });
    span.addEvent(text, attributes);
    span.recordException(new Error(text));
    span.setStatus({ code: SpanStatusCode.ERROR, message: text });
    span.end();
  }
  const spans = exporter.getFinishedSpans();
  sanitizeSpans(spans);
  for (const { name, attributes, events, links, status } of spans) {
    assert.doesNotMatch(JSON.stringify({ name, attributes, events, links, status }), leak);
    for (const set of [attributes, events[0]?.attributes, links[0]?.attributes]) {
      assert.equal(set?.['password'], '****');
      assert.equal(set?.['port'], 'NaN');
      assert.deepEqual(set?.['size'], [1, 'Infinity']);
    }
  }
  assert.equal(spans.length, secretTexts.length);
});

test('no attribute of a metric keeps a secret', async () => {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const provider = new MeterProvider({ readers: [new PeriodicExportingMetricReader({ exporter })] });
  const counter = provider.getMeter('test').createCounter('requests');
  for (const text of secretTexts) counter.add(1, { text, password: text });
  await provider.forceFlush();
  const [metrics] = exporter.getMetrics();
  assert.ok(metrics !== undefined);
  sanitizeMetrics(metrics);
  assert.doesNotMatch(JSON.stringify(metrics.scopeMetrics), leak);
  await provider.shutdown();
});
