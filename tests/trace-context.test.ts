import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { type Span, spansOf } from './support/back-ends.ts';
import { type Customer, signUp } from './support/customer.ts';
import { environment } from './support/environment.ts';
import { until } from './support/until.ts';

const hex = (bytes: number) => randomBytes(bytes).toString('hex');
const items = [{ productId: 'souris-gaming', quantity: 1 }];

/** Waits until Jaeger has an order's trace up to its confirmation, and returns the spans. */
const traceOf = (traceId: string): Promise<Span[]> =>
  until(`Jaeger has the trace ${traceId} up to the confirmation`, async () => {
    const spans = await spansOf(traceId);
    return spans.some(({ attributes }) => attributes['cloudevents.event_type'] === 'order.confirmed.v1') && spans;
  });

/** Places an order with these headers, and returns its id and its trace. */
async function place(customer: Customer, headers: Record<string, string>) {
  const options = { body: { items }, headers: { 'idempotency-key': randomUUID(), ...headers } };
  const response = await customer.request('POST', '/api/orders', options);
  assert.equal(response.status, 202);
  const { orderId, traceId } = (await response.json()) as { orderId: string; traceId: string };
  await customer.settled(orderId);
  return { orderId, traceId };
}

describe("a caller's trace context", () => {
  it("does not turn off the tracing of the caller's order", async () => {
    const theirs = hex(16);
    const { traceId } = await place(await signUp(), {
      traceparent: `00-${theirs}-${hex(8)}-00`,
      tracestate: 'ot=th:ffffffffffffff;rv:00000000000000',
    });
    assert.notEqual(traceId, theirs);
    assert.ok((await traceOf(traceId)).length > 5);
  });

  it("does not join another customer's trace, or mark its records with another order", async () => {
    const victim = await place(await signUp(), {});
    const [span] = await traceOf(victim.traceId);
    const stranger = await place(await signUp(), {
      traceparent: `00-${victim.traceId}-${span?.spanId}-01`,
      baggage: `order.id=${victim.orderId}`,
    });
    assert.notEqual(stranger.traceId, victim.traceId);
    const own = await traceOf(stranger.traceId);
    for (const { attributes } of own) assert.notEqual(attributes['order.id'], victim.orderId);
    for (const { attributes } of await spansOf(victim.traceId)) {
      assert.notEqual(attributes['order.id'], stranger.orderId);
    }
  });

  it('is linked, and the response names the trace of the request', async () => {
    const theirs = hex(16);
    const customer = await signUp();
    const response = await customer.request('POST', '/api/orders', {
      body: { items },
      headers: { 'idempotency-key': randomUUID(), traceparent: `00-${theirs}-${hex(8)}-01` },
    });
    const { orderId, traceId } = (await response.json()) as { orderId: string; traceId: string };
    await customer.settled(orderId);
    assert.match(response.headers.get('traceresponse') ?? '', new RegExp(`^00-${traceId}-[0-9a-f]{16}-0[01]$`));
    await traceOf(traceId);
    const trace = await (await fetch(new URL(`/api/traces/${traceId}`, environment.jaegerUrl))).text();
    assert.ok(trace.includes(`"refType":"FOLLOWS_FROM","traceID":"${theirs}"`), trace.slice(0, 2_000));
  });
});
