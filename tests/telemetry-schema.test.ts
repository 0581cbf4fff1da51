import assert from 'node:assert/strict';
import { after, it } from 'node:test';
import { readRegistry } from '../observability/schema/registry.ts';
import { findUndeclared } from '../observability/schema/undeclared.ts';
import { admin, send, signUp } from './support/customer.ts';
import { dlq, letters, sendUnreadable } from './support/dlq.ts';
import { storedSpans, storedTelemetry } from './support/stored-telemetry.ts';
import { until } from './support/until.ts';

const fault = '/api/admin/faults/http-latency';

after(async () => {
  await send('DELETE', fault, { headers: { ...(await admin()) } });
});

/** Causes the telemetry of orders with each outcome, of a bad message and of a fault. Returns the names of the events. */
async function causeTelemetry(): Promise<readonly string[]> {
  const customer = await signUp();
  const confirmed = await customer.place();
  assert.equal(await customer.settled(confirmed.orderId), 'confirmed');
  const rejected = await customer.place([{ productId: 'montre-connectee', quantity: 100 }]);
  assert.equal(await customer.settled(rejected.orderId), 'rejected');
  const { authorization } = customer;
  const cancelled = await send('POST', `/api/orders/${confirmed.orderId}/cancellation`, { headers: { authorization } });
  assert.equal(cancelled.status, 202);

  const unreadable = await sendUnreadable();
  const dead = await until('the bad message is a dead letter of both groups', async () => {
    const ofMessage = (await letters()).filter(({ order }) => order === unreadable);
    return ofMessage.length === 2 ? ofMessage : undefined;
  });
  for (const { id } of dead) await dlq('discard', id);

  const body = { process: 'product-service', operation: 'GET /products', milliseconds: 1, seconds: 600 };
  const switched = await send('PUT', fault, { body, headers: { ...(await admin()) } });
  assert.equal(switched.status, 200, await switched.clone().text());
  return [
    ...['order.accepted', 'order.cancellation_requested', 'order.stored', 'order.settled'],
    ...['stock.reserved', 'stock.rejected', 'stock.released', 'message.dead_lettered'],
    ...['fault.requested', 'fault.switched', 'account.created', 'consumer_group.joined'],
  ];
}

it('all telemetry of the test run is declared by the schema or by the conventions of OpenTelemetry', async () => {
  const events = await causeTelemetry();
  const telemetry = await until('the back ends have the telemetry', async () => {
    const stored = await storedTelemetry();
    const names = new Set(stored.logs.map(({ event }) => event));
    const series = ['orderflow_messages_dead_lettered_total', 'messaging_process_duration_seconds_bucket'];
    const isComplete = events.every((name) => names.has(name)) && series.every((name) => stored.series.includes(name));
    return isComplete ? stored : undefined;
  });
  assert.deepEqual(findUndeclared(telemetry, readRegistry()), []);
});

it('polls and commits, of which a tenth is kept, are among that telemetry', async () => {
  const customer = await signUp();
  await until('Jaeger has a poll and a commit', async () => {
    await customer.settled((await customer.place()).orderId);
    const names = (await storedSpans()).map(({ name }) => name);
    return ['poll ', 'commit'].every((start) => names.some((name) => name.startsWith(start)));
  });
});
