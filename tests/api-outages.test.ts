import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, describe, it } from 'node:test';
import { answered, refused, soon } from './support/api.ts';
import { type Customer, send, signUp } from './support/customer.ts';
import { start, stop } from './support/environment.ts';
import { until } from './support/until.ts';

/** The id of an order that does not exist. */
const unknownOrder = randomUUID();

let customer: Customer;
let stranger: Customer;
/** A confirmed order of the customer. */
let confirmed: string;

before(async () => {
  customer = await signUp();
  stranger = await signUp();
  confirmed = (await customer.place()).orderId;
  assert.equal(await customer.settled(confirmed), 'confirmed');
});

describe('while order-service is unavailable', () => {
  it('orders are accepted, and known from events; other orders return 503', async () => {
    await stop('order-service');
    try {
      const { orderId } = await customer.place();
      assert.equal(await customer.settled(orderId), 'confirmed');
      const found = await customer.request('GET', `/api/orders/${orderId}`);
      assert.equal((await answered('GET /api/orders/{id}', 200, found))['totalCents'], 4_999);
      await refused('GET /api/orders/{id}', 404, await stranger.request('GET', `/api/orders/${orderId}`));
      await refused('GET /api/orders/{id}', 503, await customer.request('GET', `/api/orders/${unknownOrder}`));
      await refused(
        'GET /api/orders/{id}/events',
        503,
        await customer.request('GET', `/api/orders/${unknownOrder}/events`),
      );
      const cancel = await customer.request('POST', `/api/orders/${unknownOrder}/cancellation`);
      await refused('POST /api/orders/{id}/cancellation', 503, cancel);
      await refused('GET /api/orders', 503, await customer.request('GET', '/api/orders', soon()));
    } finally {
      await start('order-service');
    }
  });
});

describe('while user-service is unavailable', () => {
  it('login returns 503, and logged-in customers can order', async () => {
    await stop('user-service');
    try {
      const body = { username: 'admin', password: 'admin123' };
      await refused('POST /api/sessions', 503, await send('POST', '/api/sessions', { body, ...soon() }));
      await refused('POST /api/users', 503, await send('POST', '/api/users', { body }));
      await customer.place();
    } finally {
      await start('user-service');
    }
  });
});

describe('while product-service is unavailable', () => {
  it('products return 503', async () => {
    await stop('product-service');
    try {
      await refused('GET /api/products', 503, await send('GET', '/api/products', soon()));
      await refused('GET /api/products/{id}', 503, await send('GET', '/api/products/laptop-pro'));
    } finally {
      await start('product-service');
    }
  });
});

describe('while the broker is unavailable', () => {
  it('a cancellation returns 503, and readiness names the missing dependency', async () => {
    await stop('kafka');
    try {
      const cancel = await customer.request('POST', `/api/orders/${confirmed}/cancellation`, soon());
      await refused('POST /api/orders/{id}/cancellation', 503, cancel);
      const ready = await send('GET', '/health/ready');
      assert.equal(ready.status, 503);
      assert.ok(((await ready.json()) as { missing: string[] }).missing.includes('kafka'));
      assert.equal((await send('GET', '/health/live')).status, 200);
    } finally {
      await start('kafka');
    }
  });
});

describe('a frontend that is stopped', () => {
  it('ends its event streams, and the restarted frontend knows the orders', async () => {
    await stop('order-worker');
    try {
      const { orderId } = await customer.place();
      const stream = await customer.request('GET', `/api/orders/${orderId}/events`);
      await stop('frontend');
      assert.match(await stream.text(), /^data: \{"status":"pending"/m);
      await start('frontend');
      const found = await until('the new frontend knows the order', async () => {
        const response = await customer.request('GET', `/api/orders/${orderId}`);
        return response.status === 404 ? undefined : response;
      });
      assert.equal((await answered('GET /api/orders/{id}', 200, found))['status'], 'pending');
      await start('order-worker');
      assert.equal(await customer.settled(orderId), 'confirmed');
    } finally {
      await start('order-worker');
      await start('frontend');
    }
  });
});
