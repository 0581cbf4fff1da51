import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { type Span, samplesOf, spansOf } from './support/back-ends.ts';
import { type RequestOptions, send, signUp } from './support/customer.ts';
import { described } from './support/described.ts';
import { asOperator, dlq, letters } from './support/dlq.ts';
import { environment, kill, start, startsOf } from './support/environment.ts';
import { Frontend } from './support/frontend.ts';
import { assertStockExact } from './support/ledger.ts';
import { until } from './support/until.ts';

const run = promisify(execFile);

/** Runs `npm run fault`, and returns its output. */
async function fault(...args: string[]): Promise<string> {
  const env = { ...process.env, KAFKA_BROKERS: environment.kafkaBrokers.join(','), ...asOperator };
  const { stdout } = await run(process.execPath, ['ops/fault/fault.ts', ...args], { env });
  return stdout;
}

let authorization = '';
const asAdmin = (method: string, path = '', options: RequestOptions = {}): Promise<Response> =>
  send(method, `/api/admin/faults${path}`, { ...options, headers: { authorization } });

async function activate(name: string, parameters: Record<string, unknown> = {}): Promise<void> {
  const response = await asAdmin('PUT', `/${name}`, { body: { seconds: 600, ...parameters } });
  assert.equal(response.status, 200, await response.clone().text());
  await described('PUT /api/admin/faults/{name}', response);
}

/** Waits for a response with this status, and returns its trace id. */
const answered = (status: number, path: string): Promise<string> =>
  until(`${path} returns ${status}`, async () => {
    const response = await send('GET', path);
    const { traceId = '' } = (await response.json()) as { traceId?: string };
    return response.status === status ? traceId : undefined;
  });

const spanOf = (traceId: string, found: (span: Span) => boolean): Promise<Span> =>
  until('Jaeger has the span', async () => (await spansOf(traceId)).find(found));

const metric = async (job: string, name: string, value: number): Promise<void> => {
  const query = `orderflow_fault_active{job="${job}",fault="${name}"} == ${value}`;
  await until(`Prometheus has data for ${query}`, async () => (await samplesOf(query)).length > 0);
};

describe('faults', () => {
  before(async () => {
    const body = { username: 'admin', password: 'admin123' };
    const { token } = (await (await send('POST', '/api/sessions', { body })).json()) as { token: string };
    authorization = `Bearer ${token}`;
  });
  after(() => asAdmin('DELETE'));

  it('take effect when an admin switches them on, show on spans and in a metric, and end when switched off', async () => {
    await activate('http-errors', { process: 'product-service', operation: 'GET /products', rate: 1 });
    const traceId = await answered(503, '/api/products');
    const failed = await spanOf(traceId, ({ process, kind }) => process === 'product-service' && kind === 'server');
    assert.equal(failed.attributes['orderflow.fault'], 'http-errors');
    assert.equal(failed.attributes['http.response.status_code'], 500);
    assert.equal((await send('GET', '/api/products/souris-gaming')).status === 500, false);
    await metric('product-service', 'http-errors', 1);
    await metric('frontend', 'http-errors', 0);
    const list = await described('GET /api/admin/faults', await asAdmin('GET'));
    const on = (list['faults'] as { name: string; on: unknown[] }[]).filter((one) => one.on.length > 0);
    assert.deepEqual(
      on.map(({ name }) => name),
      ['http-errors'],
    );

    await described('DELETE /api/admin/faults', await asAdmin('DELETE'));
    await answered(200, '/api/products');
    await metric('product-service', 'http-errors', 0);
  });

  it('can make a database slow', async () => {
    await activate('slow-database', { process: 'product-service', milliseconds: 200 });
    await until('slow-database is listed as on', async () => (await fault('list')).includes('ON: slow-database'));
    const begin = performance.now();
    const response = await send('GET', '/api/products/laptop-pro');
    assert.equal(response.status, 200, await response.text());
    assert.ok(performance.now() - begin >= 199);
    await asAdmin('DELETE', '/slow-database');
  });

  it('can pause a consumer: orders are accepted, and settle when it resumes', async () => {
    const customer = await signUp();
    assert.match(await fault('on', 'consumer-paused', '--process', 'product-worker'), /^on in product-worker:/);
    await metric('product-worker', 'consumer-paused', 1);
    const { orderId, traceId } = await customer.place();
    await until(
      'the products group has a lag',
      async () => {
        const [lag] = await samplesOf('max(orderflow_consumer_lag{group="products"}) > 0');
        return lag;
      },
      180,
    );
    assert.equal((await customer.order(orderId)).status, 'pending');
    assert.match(await fault('off'), /^off: consumer-paused/);
    assert.equal(await customer.settled(orderId), 'confirmed');
    const waited = await spanOf(traceId, ({ process, kind }) => process === 'product-worker' && kind === 'consumer');
    assert.equal(waited.attributes['orderflow.fault'], 'consumer-paused');
  });

  it('stay on in a process that restarts', async () => {
    const customer = await signUp();
    await activate('message-latency', { process: 'order-worker', milliseconds: 300 });
    await kill('order-worker');
    await start('order-worker');
    await metric('order-worker', 'message-latency', 1);
    const { orderId, traceId } = await customer.place();
    assert.equal(await customer.settled(orderId), 'confirmed');
    const slow = await spanOf(
      traceId,
      ({ process, attributes }) => process === 'order-worker' && 'orderflow.fault' in attributes,
    );
    assert.equal(slow.attributes['orderflow.fault'], 'message-latency');
    await asAdmin('DELETE');
  });

  it('can crash a worker, which starts again once, and no order is lost', async () => {
    const customer = await signUp();
    const before = await startsOf('order-worker');
    const placed = await Promise.all(Array.from({ length: 20 }, () => customer.place()));
    await activate('crash', { process: 'order-worker', seconds: 60 });
    for (const { orderId } of placed) assert.equal(await customer.settled(orderId), 'confirmed');
    await until('the worker has started again', async () => (await startsOf('order-worker')) > before);
    const { orderId } = await customer.place();
    assert.equal(await customer.settled(orderId), 'confirmed');
    assert.equal(await startsOf('order-worker'), before + 1);
    await asAdmin('DELETE');
    await assertStockExact();
  });

  it('can publish poison messages, which become dead letters and affect no order', async () => {
    const customer = await signUp();
    await activate('poison-published', { topic: 'stock', perSecond: 2 });
    await until('there are more than four dead letters', async () => (await letters()).length > 4);
    const { orderId } = await customer.place();
    assert.equal(await customer.settled(orderId), 'confirmed');
    await asAdmin('DELETE');
    await metric('frontend', 'poison-published', 0);
    const reasons = new Set((await letters()).map(({ reason }) => reason));
    assert.ok(reasons.has('invalid-json') && reasons.has('unknown-version'), [...reasons].join());
    await until('every dead letter is discarded', async () => {
      await dlq('discard', '--all');
      return (await letters()).length === 0;
    });
    await assertStockExact();
  });

  it('can be switched only by admins, and only where faults are enabled', async () => {
    const customer = await signUp();
    const refused = await customer.request('PUT', '/api/admin/faults/hot-key', { body: {} });
    assert.equal(refused.status, 403);
    await described('PUT /api/admin/faults/{name}', refused);
    assert.equal((await send('DELETE', '/api/admin/faults')).status, 401);

    await using frontend = new Frontend();
    const url = await frontend.listening();
    const { title } = await described(
      'GET /api/admin/faults',
      await send('GET', `${url}/api/admin/faults`, { headers: { authorization } }),
    );
    assert.equal(title, 'Faults are not enabled');
  });
});
