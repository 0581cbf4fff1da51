import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { BrokerUnavailable } from '#events/broker.ts';
import { createFaultSwitches } from '#events/switches/fault-switches.ts';
import { Faults } from '#platform/faults/faults.ts';
import { createApp } from '#platform/http/app.ts';
import { serve } from '#platform/http/http.testkit.ts';
import type { Shop } from '../shop.ts';
import { faultOperations } from './faults.ts';

interface Options {
  role?: 'customer' | 'admin';
  enabled?: boolean;
  /** False until the active faults were read from Kafka. */
  known?: boolean;
  publish?: () => Promise<void>;
}

/** Serves the operations to one user, by default an admin. */
async function serveFaults({
  role = 'admin',
  enabled = true,
  known = true,
  publish = async () => undefined,
}: Options = {}) {
  const state = new Faults('frontend');
  if (known) state.markLoaded();
  const shop: Pick<Shop, 'authenticate' | 'rateLimit' | 'faultSwitches'> = {
    authenticate: (request, _response, next) => {
      request.user = { id: randomUUID(), name: 'admin', role };
      request.token = 'token';
      request.session = { id: undefined, user: request.user, expiresAt: Number.MAX_SAFE_INTEGER };
      next();
    },
    rateLimit: (_request, _response, next) => next(),
    faultSwitches: enabled ? createFaultSwitches({ send: publish }, state) : undefined,
  };
  const served = await serve(createApp({ dependencies: [], routes: faultOperations(shop as Shop) }));
  return {
    state,
    [Symbol.asyncDispose]: () => served[Symbol.asyncDispose](),
    send: async (method: string, path = '', body?: unknown) => {
      const response = await fetch(`${served.url}/api/admin/faults${path}`, {
        method,
        ...(body !== undefined && {
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
      });
      return { status: response.status, headers: response.headers, body: JSON.parse(await response.text()) };
    },
  };
}

const calls = [
  ['GET', ''],
  ['PUT', '/hot-key'],
  ['DELETE', '/hot-key'],
  ['DELETE', ''],
] as const;

describe('the admin API of faults', () => {
  it('switches faults on, lists them, and switches them off', async () => {
    await using api = await serveFaults();
    const on = await api.send('PUT', '/http-errors', { process: 'frontend', rate: 0.5, seconds: 60 });
    assert.equal(on.status, 200, JSON.stringify(on.body));
    assert.deepEqual(on.body.parameters, { process: 'frontend', rate: 0.5, status: 500, seconds: 60 });
    assert.equal(Date.parse(on.body.until) - Date.parse(on.body.since), 60_000);
    assert.equal(api.state.active('http-errors')[0]?.rate, 0.5);
    assert.equal((await api.send('PUT', '/hot-key')).status, 200);

    const { body } = await api.send('GET');
    const active = body.faults.filter(({ on }: { on: unknown[] }) => on.length > 0);
    assert.deepEqual(
      active.map(({ name }: { name: string }) => name),
      ['http-errors', 'hot-key'],
    );
    assert.deepEqual(active[0].on, [on.body]);
    assert.equal(active[0].parameters.rate.maximum, 1);

    assert.deepEqual((await api.send('DELETE', '/http-errors')).body.off, [on.body]);
    assert.deepEqual(api.state.active('http-errors'), []);
    assert.equal((await api.send('DELETE')).body.off.length, 1);
    assert.deepEqual(api.state.list(), []);
    assert.deepEqual((await api.send('DELETE')).body, { off: [] });
  });

  it('refuses users who are not admins, and all users if faults are not enabled', async () => {
    await using customer = await serveFaults({ role: 'customer' });
    await using disabled = await serveFaults({ enabled: false });
    for (const [method, path] of calls) {
      const { status, body } = await customer.send(method, path);
      assert.deepEqual([status, body.detail], [403, 'This operation requires an admin.']);
      const refused = await disabled.send(method, path);
      assert.deepEqual([refused.status, refused.body.title], [403, 'Faults are not enabled']);
    }
    assert.deepEqual(customer.state.list(), []);
  });

  it('responds with 404 for an unknown fault, and 400 for invalid parameters', async () => {
    await using api = await serveFaults();
    assert.equal((await api.send('PUT', '/unheard-of', {})).status, 404);
    assert.equal((await api.send('DELETE', '/unheard-of')).status, 404);
    const wrong = await api.send('PUT', '/http-errors', { rate: 2, colour: 'red' });
    assert.equal(wrong.status, 400);
    assert.deepEqual(wrong.body.errors.map(({ path }: { path: string }) => path).sort(), ['colour', 'rate']);
    assert.deepEqual(api.state.list(), []);
  });

  it('responds with 503 while Kafka is unavailable, and until the active faults are known', async () => {
    await using unavailable = await serveFaults({
      publish: () => Promise.reject(new BrokerUnavailable('unavailable')),
    });
    const { status, headers } = await unavailable.send('PUT', '/hot-key');
    assert.deepEqual([status, headers.get('retry-after')], [503, '2']);
    assert.deepEqual(unavailable.state.list(), []);
    await using early = await serveFaults({ known: false });
    for (const [method, path] of calls) assert.equal((await early.send(method, path)).status, 503);
  });
});
