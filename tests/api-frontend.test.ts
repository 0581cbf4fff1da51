import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { createBroker, whenAvailable, withAdmin } from '#events/broker.ts';
import { type Customer, send, signUp } from './support/customer.ts';
import { described } from './support/described.ts';
import { environment, start, stop } from './support/environment.ts';
import { Frontend } from './support/frontend.ts';
import { until } from './support/until.ts';

const ready = (url: string) =>
  until('the frontend is ready', async () => (await send('GET', `${url}/health/ready`)).status === 200);

const place = (customer: Customer, url: string, key: string = randomUUID()) =>
  customer.request('POST', `${url}/api/orders`, {
    body: { items: [{ productId: 'souris-gaming', quantity: 1 }] },
    headers: { 'idempotency-key': key },
    // Five seconds are the promised limit of every response.
    signal: AbortSignal.timeout(5_000),
  });

async function assertGracefulExit(frontend: Frontend): Promise<void> {
  const ended = frontend.ended();
  frontend.stop();
  assert.equal((await ended).code, 0);
  assert.deepEqual(
    frontend.log.filter(({ message }) => /^(uncaught error|shutdown step failed|shutdown timed out)$/.test(message)),
    [],
  );
}

describe('a frontend', () => {
  it('limits the rate of each user separately, and of clients without a login by address', async () => {
    const [busy, other] = [await signUp(), await signUp()];
    await using frontend = new Frontend({ RATE_LIMIT_PER_MINUTE: '3' });
    const url = await frontend.listening();
    const list = (customer: Customer) => customer.request('GET', `${url}/api/orders`);
    for (let n = 0; n < 3; n++) assert.equal((await list(busy)).status, 200);
    const refused = await list(busy);
    assert.equal(refused.status, 429);
    const seconds = Number(refused.headers.get('retry-after'));
    assert.ok(Number.isInteger(seconds) && seconds > 0 && seconds <= 60);
    await described('GET /api/orders', refused);
    const order = await place(busy, url);
    assert.equal(order.status, 429);
    await described('POST /api/orders', order);
    assert.equal((await list(other)).status, 200);

    // Clients without a login are limited by address.
    for (let n = 0; n < 3; n++) assert.equal((await send('GET', `${url}/api/products`)).status, 200);
    for (const [method, path] of [
      ['GET', '/api/products'],
      ['GET', '/api/products/{id}'],
      ['POST', '/api/users'],
      ['POST', '/api/sessions'],
      ['DELETE', '/api/sessions'],
    ] as const) {
      const response = await send(method, url + path);
      assert.equal(response.status, 429);
      await described(`${method} ${path}`, response);
    }
    assert.equal((await send('GET', `${url}/`)).status, 429);
    assert.equal((await send('GET', `${url}/health/ready`)).status, 200);
  });

  it('knows an order that another frontend accepted, from its events', async () => {
    const customer = await signUp();
    await using frontend = new Frontend();
    const url = await frontend.listening();
    await ready(url);
    await stop('order-service');
    try {
      const { orderId } = await customer.place();
      const events = await customer.request('GET', `/api/orders/${orderId}/events`);
      await events.text();
      const found = await until('the other frontend knows that the order is confirmed', async () => {
        const response = await customer.request('GET', `${url}/api/orders/${orderId}`);
        const order = (await response.json()) as { status: string; totalCents: number };
        return order.status === 'confirmed' ? order : undefined;
      });
      assert.equal(found.totalCents, 4_999);
    } finally {
      await start('order-service');
    }
  });

  it('sends heartbeats on event streams, and ends the streams when it is stopped', async () => {
    const customer = await signUp();
    await stop('order-worker');
    try {
      const frontend = new Frontend({ SSE_HEARTBEAT_MS: '20' });
      const url = await frontend.listening();
      const { orderId } = (await (await place(customer, url)).json()) as { orderId: string };
      const response = await customer.request('GET', `${url}/api/orders/${orderId}/events`);
      let text = '';
      for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
        text += chunk;
        if (text.includes(': heartbeat\n\n: heartbeat\n\n')) frontend.stop();
      }
      assert.match(text, /^retry: 1000\n\nid: pending\nevent: status\ndata: \{"status":"pending","at":"[^"]+"\}\n\n:/);
      assert.equal((await frontend.ended()).code, 0);
      assert.deepEqual(
        frontend.log.filter(({ level }) => level === 'error'),
        [],
      );
    } finally {
      await start('order-worker');
    }
  });

  it('starts without the broker, reports it as missing, and accepts orders once the broker is available', async () => {
    const customer = await signUp();
    const key = randomUUID();
    await stop('kafka');
    try {
      await using frontend = new Frontend();
      const url = await frontend.listening();
      assert.equal((await send('GET', `${url}/health/live`)).status, 200);
      const notReady = await send('GET', `${url}/health/ready`);
      assert.equal(notReady.status, 503);
      assert.deepEqual(((await notReady.json()) as { missing: string[] }).missing, ['kafka', 'live status']);
      const refused = await place(customer, url, key);
      assert.equal(refused.status, 503);
      await described('POST /api/orders', refused);
      assert.equal((await send('GET', `${url}/api/products`)).status, 200);
      await start('kafka');
      await ready(url);
      const accepted = await place(customer, url, key);
      assert.equal(accepted.status, 202, await accepted.clone().text());
      const { orderId } = (await described('POST /api/orders', accepted)) as { orderId: string };
      const events = await customer.request('GET', `${url}/api/orders/${orderId}/events`);
      assert.match(await events.text(), /^data: \{"status":"confirmed"/m);
    } finally {
      await start('kafka');
    }
  });

  it('shuts down gracefully while the broker is unavailable', async () => {
    await using before = new Frontend();
    await ready(await before.listening());
    await stop('kafka');
    try {
      await using after = new Frontend();
      await after.listening();
      for (const frontend of [before, after]) {
        await assertGracefulExit(frontend);
      }
    } finally {
      await start('kafka');
    }
  });

  it('shuts down gracefully while it rejoins its consumer groups', async () => {
    await using frontend = new Frontend({ FAULTS_ENABLED: 'true' });
    await ready(await frontend.listening());
    const groups = () => frontend.log.filter(({ message }) => message === 'joined consumer group');
    const [live, faults] = await until('the frontend has joined both of its consumer groups', async () =>
      groups().length === 2 ? groups() : undefined,
    );
    await stop('kafka');
    try {
      const lost = () => frontend.log.filter(({ message }) => message === 'consumer disconnected from Kafka');
      await until(
        'both consumers are disconnected from Kafka',
        async () => new Set(lost().map(({ group }) => group)).size === 2,
      );
    } finally {
      await start('kafka');
    }
    const broker = createBroker({ brokers: environment.kafkaBrokers, clientId: 'test' });
    await until('a consumer group is rebalancing, or both are joined again', async () => {
      const described = await whenAvailable(() =>
        withAdmin(broker, (admin) => admin.describeGroups([live?.group ?? '', faults?.group ?? ''])),
      );
      const joining = described.groups.some(({ state }) => state === 'PreparingRebalance');
      // On a very slow machine, both may already have joined.
      return joining || groups().length === 4;
    });
    await assertGracefulExit(frontend);
  });

  it('does not start with an invalid configuration, and names each invalid variable', async () => {
    const wrong = { RATE_LIMIT_PER_MINUTE: 'many', JWKS_URL: 'nowhere', TRUST_PROXY: 'everyone' };
    const { code, errors } = await new Frontend(wrong).ended();
    assert.equal(code, 1);
    assert.deepEqual(errors.trimEnd().split('\n'), [
      'JWKS_URL: must be an http(s) address',
      'RATE_LIMIT_PER_MINUTE: must be a number',
      'TRUST_PROXY: must be the number of proxies in front, or their addresses, separated by commas',
    ]);
  });

  it('sets Secure cookies if a trusted proxy reports https', async () => {
    for (const [TRUST_PROXY, secure] of [
      ['10.0.0.0/8', false],
      ['10.0.0.0/8, loopback', true],
    ] as const) {
      await using frontend = new Frontend({ TRUST_PROXY });
      const { headers } = await fetch(`${await frontend.listening()}/language`, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'x-forwarded-proto': 'https', 'x-forwarded-for': '192.0.2.1' },
        body: new URLSearchParams({ language: 'en' }),
      });
      assert.equal(/; Secure/.test(headers.get('set-cookie') ?? ''), secure, TRUST_PROXY);
    }
  });
});
