import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startReceiver } from './otlp-receiver.testkit.ts';
import { startService, stopService } from './run-service.testkit.ts';

const order = '0191d3a4-7b1c-5d2e-9f00-aabbccddeeff';

test('a request is one trace, its logs have the trace id, and each is exported once', async (t) => {
  const receiver = await startReceiver(t);
  const service = await startService(t, receiver.url, { OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test' });
  await service.get('/health/live');
  const { traceId } = await service.get(`/orders/${order}`);
  await stopService(service);

  const shape = receiver.spans.map(({ name, kind, traceId }) => [name, kind, traceId]);
  assert.deepEqual(shape.sort(), [
    ['GET /orders/:id', 2, traceId],
    ['GET /stock', 2, traceId],
    ['GET', 3, traceId],
  ]);
  const [client] = receiver.spans.filter(({ kind }) => kind === 3);
  const [stock] = receiver.spans.filter(({ name }) => name === 'GET /stock');
  assert.equal(stock?.parentSpanId, client?.spanId);

  const traced = receiver.logs.filter((log) => log.traceId === traceId);
  assert.deepEqual(
    traced.map(({ body }) => body),
    ['order accepted', 'payment failed', 'stock read'],
  );
  assert.deepEqual(
    receiver.logs.filter((log) => log.traceId === '').map(({ body }) => body),
    ['stopping', 'last words'],
  );
});

test('the order id is set on each span and log record of the order, also in other processes', async (t) => {
  const receiver = await startReceiver(t);
  const service = await startService(t, receiver.url);
  const { traceId } = await service.get(`/orders/${order}`);
  await stopService(service);

  const [client, stock] = ['GET', 'GET /stock'].map((name) => receiver.spans.find((span) => span.name === name));
  assert.equal(client?.attributes['order.id'], order);
  assert.equal(stock?.attributes['order.id'], order);
  const orders = receiver.logs.filter((log) => log.traceId === traceId).map((log) => log.attributes['order.id']);
  assert.deepEqual(orders, [order, order, order]);
});

test('only a valid order id is passed on from the baggage of a client', async (t) => {
  const receiver = await startReceiver(t);
  const service = await startService(t, receiver.url);
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  for (const [baggage, kept] of [
    [`session=hunter2,order.id=${order},x=y`, [['order.id', { value: order }]]],
    [`order.id=${'a'.repeat(65)}`, undefined],
    ['order.id=%3Cscript%3E', undefined],
  ] as const) {
    const response = await fetch(`${service.url}/stock`, { headers: { baggage, traceparent, connection: 'close' } });
    assert.deepEqual(await response.json(), kept ? { baggage: kept } : {});
  }
  await stopService(service);
  assert.deepEqual(
    receiver.spans.map(({ traceId, attributes }) => [traceId, attributes['order.id']]),
    [order, undefined, undefined].map((id) => ['0af7651916cd43dd8448eb211c80319c', id]),
  );
});

test('records name their service and contain no secrets', async (t) => {
  const receiver = await startReceiver(t);
  const service = await startService(t, receiver.url);
  await service.get(`/orders/${order}`);
  await stopService(service);

  for (const { resource } of [...receiver.spans, ...receiver.logs]) {
    assert.equal(resource['service.name'], 'example');
    assert.match(resource['service.instance.id'] ?? '', /^[\da-f-]{36}$/);
  }
  const [accepted, failed] = receiver.logs;
  assert.equal(accepted?.eventName, 'order.accepted');
  assert.equal(accepted?.attributes['event'], undefined);
  assert.equal(accepted?.attributes['priceCents'], '129999');
  assert.equal(accepted?.attributes['password'], '****');
  assert.equal(failed?.severity, 'error');
  assert.equal(failed?.attributes['exception.type'], 'TypeError');
  assert.equal(failed?.attributes['exception.message'], 'no account for ****');
  assert.match(failed?.attributes['exception.stacktrace'] ?? '', /service\.testkit\.ts/);
  assert.doesNotMatch(receiver.raw, /hunter2|bob@example/);
});

test('a failed request is the error of its span, without an event of the span', async (t) => {
  const receiver = await startReceiver(t);
  const service = await startService(t, receiver.url);
  assert.deepEqual(await service.get('/unavailable'), { failed: true });
  await stopService(service);
  const request = receiver.spans.find(({ kind }) => kind === 3);
  assert.deepEqual(request?.events, []);
  assert.equal(request?.status?.code, 2);
  assert.match(request?.status?.message ?? '', /ECONNREFUSED|bad port|fetch failed/);
});

test('metrics of requests and of the runtime are exported', async (t) => {
  const receiver = await startReceiver(t);
  const service = await startService(t, receiver.url, { OTEL_TRACES_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' });
  await service.get(`/orders/${order}`);
  await stopService(service);
  const names = ['http.server.request.duration', 'nodejs.eventloop.utilization', 'v8js.memory.heap.used'];
  for (const name of names) assert.ok(receiver.raw.includes(name), name);
  assert.deepEqual([receiver.spans.length, receiver.logs.length], [0, 0]);
});

test('OTEL_SDK_DISABLED turns telemetry off', async (t) => {
  const receiver = await startReceiver(t);
  const service = await startService(t, receiver.url, { OTEL_SDK_DISABLED: 'true' });
  assert.deepEqual(await service.get(`/orders/${order}`), {});
  await stopService(service);
  assert.equal(receiver.raw, '');
});

test('a sampler set by OTEL_TRACES_SAMPLER is used', async (t) => {
  const receiver = await startReceiver(t);
  const service = await startService(t, receiver.url, { OTEL_TRACES_SAMPLER: 'always_off' });
  await service.get(`/orders/${order}`);
  await stopService(service);
  assert.equal(receiver.spans.length, 0);
  assert.equal(receiver.logs.length, 5);
});
