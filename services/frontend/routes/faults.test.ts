import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { BrokerUnavailable } from '#events/broker.ts';
import { createFaultSwitches } from '#events/switches/fault-switches.ts';
import { Faults } from '#platform/faults/faults.ts';
import { createApp } from '#platform/http/app.ts';
import { serve } from '#platform/http/http.testkit.ts';
import type { Shop } from '../shop.ts';
import { faults as operations } from './faults.ts';

interface Options {
  role?: 'customer' | 'admin';
  enabled?: boolean;
  /** Whether it is known what is on. */
  known?: boolean;
  send?: () => Promise<void>;
}

/** The routes for one user, who is an admin unless said otherwise. */
async function trial({ role = 'admin', enabled = true, known = true, send = async () => undefined }: Options = {}) {
  const state = new Faults('frontend');
  if (known) state.markLoaded();
  const shop: Pick<Shop, 'authenticated' | 'limit' | 'faults'> = {
    authenticated: (request, _response, next) => {
      request.user = { id: randomUUID(), name: 'trial', role };
      request.token = 'token';
      next();
    },
    limit: (_request, _response, next) => next(),
    faults: enabled ? createFaultSwitches({ send }, state) : undefined,
  };
  const served = await serve(createApp({ dependencies: [], routes: operations(shop as Shop) }));
  return {
    state,
    [Symbol.asyncDispose]: () => served[Symbol.asyncDispose](),
    ask: async (method: string, path = '', body?: unknown) => {
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
  it('switches on, tells what is on, and switches off', async () => {
    await using api = await trial();
    const on = await api.ask('PUT', '/http-errors', { process: 'frontend', rate: 0.5, seconds: 60 });
    assert.equal(on.status, 200, JSON.stringify(on.body));
    assert.deepEqual(on.body.parameters, { process: 'frontend', rate: 0.5, status: 500, seconds: 60 });
    assert.equal(Date.parse(on.body.until) - Date.parse(on.body.since), 60_000);
    assert.equal(api.state.active('http-errors')[0]?.rate, 0.5);
    assert.equal((await api.ask('PUT', '/hot-key')).status, 200);

    const { body } = await api.ask('GET');
    const lit = body.faults.filter(({ on }: { on: unknown[] }) => on.length > 0);
    assert.deepEqual(
      lit.map(({ name }: { name: string }) => name),
      ['http-errors', 'hot-key'],
    );
    assert.deepEqual(lit[0].on, [on.body]);
    assert.equal(lit[0].parameters.rate.maximum, 1);

    assert.deepEqual((await api.ask('DELETE', '/http-errors')).body.off, [on.body]);
    assert.deepEqual(api.state.active('http-errors'), []);
    assert.equal((await api.ask('DELETE')).body.off.length, 1);
    assert.deepEqual(api.state.list(), []);
    assert.deepEqual((await api.ask('DELETE')).body, { off: [] });
  });

  it('refuses whoever is no admin, and everybody where faults are not enabled', async () => {
    await using customer = await trial({ role: 'customer' });
    await using disabled = await trial({ enabled: false });
    for (const [method, path] of calls) {
      const { status, body } = await customer.ask(method, path);
      assert.deepEqual([status, body.detail], [403, 'Only admins may do this.']);
      const refused = await disabled.ask(method, path);
      assert.deepEqual([refused.status, refused.body.title], [403, 'Faults are not enabled']);
    }
    assert.deepEqual(customer.state.list(), []);
  });

  it('answers 404 to a fault that there is not, and 400 to parameters that are wrong', async () => {
    await using api = await trial();
    assert.equal((await api.ask('PUT', '/unheard-of', {})).status, 404);
    assert.equal((await api.ask('DELETE', '/unheard-of')).status, 404);
    const wrong = await api.ask('PUT', '/http-errors', { rate: 2, colour: 'red' });
    assert.equal(wrong.status, 400);
    assert.deepEqual(wrong.body.errors.map(({ path }: { path: string }) => path).sort(), ['colour', 'rate']);
    assert.deepEqual(api.state.list(), []);
  });

  it('answers 503 while Kafka is away, and as long as it is not known what is on', async () => {
    await using away = await trial({ send: () => Promise.reject(new BrokerUnavailable('away')) });
    const { status, headers } = await away.ask('PUT', '/hot-key');
    assert.deepEqual([status, headers.get('retry-after')], [503, '2']);
    assert.deepEqual(away.state.list(), []);
    await using early = await trial({ known: false });
    for (const [method, path] of calls) assert.equal((await early.ask(method, path)).status, 503);
  });
});
