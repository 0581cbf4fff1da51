// A small service for telemetry.test.ts: prints its port, serves an order, and logs while it stops.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { context, propagation, SpanStatusCode, trace } from '@opentelemetry/api';
import express from 'express';
import { logger } from '#observability/logger.ts';
import { health } from '#process/health.ts';
import { onStop } from '#process/stop.ts';

const app = express().use(health([]));

app.get('/orders/:id', async (request, response) => {
  const baggage = propagation.createBaggage({ 'order.id': { value: request.params.id } });
  await context.with(propagation.setBaggage(context.active(), baggage), async () => {
    logger.info('order accepted', { priceCents: 129_999, password: 'hunter2' });
    logger.error('payment failed', { error: new TypeError('no account for bob@example.com') });
    await fetch(`http://127.0.0.1:${port}/stock`);
  });
  response.json({ traceId: trace.getActiveSpan()?.spanContext().traceId });
});

app.get('/stock', (_request, response) => {
  logger.info('stock read');
  response.json({});
});

// What a careless developer might put into a span; the collector must scrub it.
app.get('/careless', (_request, response) => {
  const span = trace.getTracer('fixture').startSpan('careless', {
    attributes: {
      password: 'hunter2',
      'http.request.header.authorization': 'Bearer hunter2hunter2',
      note: 'bob@example.com paid with 4111 1111 1111 1111, token=hunter2',
      'order.id': '0191d3a4-7b1c-5d2e-9f00-aabbccddeeff',
      priceCents: 129_999,
      at: 1_795_245_733_248,
      nanos: '1795245141235000123',
      offset: '1234567890',
      trace: '071b17b6879f76094ede74a3eaf9c6f7',
    },
  });
  const error = new Error('bob@example.com refused, password: hunter2');
  span.recordException(error);
  span.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
  span.end();
  response.json({ traceId: span.spanContext().traceId });
});

const server = app.listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address() as AddressInfo;
onStop('server', () => {
  server.close();
  logger.info('last words');
});
console.log(port);
