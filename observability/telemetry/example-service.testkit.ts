// For tests: a small service that prints its port, serves an order and logs while it stops. See run-service.testkit.ts.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { context, propagation, trace } from '@opentelemetry/api';
import express from 'express';
import { createHealthRoutes } from '#platform/process/health.ts';
import { onStop } from '#platform/process/stop.ts';
import { incomingRequests } from './incoming-requests.ts';
import { logger } from './logger.ts';

// The service calls itself, and believes its own requests unless a test says otherwise.
incomingRequests.belief = () => (process.env['BELIEVE_CALLERS'] === 'false' ? 'nothing' : 'everything');

const app = express().use(createHealthRoutes([]));

app.get('/orders/:id', async (request, response) => {
  const baggage = propagation.createBaggage({ 'order.id': { value: request.params.id } });
  await context.with(propagation.setBaggage(context.active(), baggage), async () => {
    logger.info('order accepted', { event: 'order.accepted', priceCents: 129_999, password: 'hunter2' });
    logger.error('payment failed', { error: new TypeError('no account for bob@example.com') });
    await fetch(`http://127.0.0.1:${port}/stock`);
  });
  response.json({ traceId: trace.getActiveSpan()?.spanContext().traceId });
});

app.get('/stock', (_request, response) => {
  logger.info('stock read');
  response.json({ baggage: propagation.getActiveBaggage()?.getAllEntries() });
});

app.get('/unavailable', async (_request, response) => {
  const failure = await fetch('http://127.0.0.1:2').catch((error: unknown) => error);
  response.json({ failed: failure instanceof Error });
});

const server = app.listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address() as AddressInfo;
onStop('server', () => {
  server.close();
  logger.info('last words');
});
console.log(port);
