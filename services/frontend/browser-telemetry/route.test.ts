import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createApp } from '#platform/http/app.ts';
import { serve } from '#platform/http/http.testkit.ts';
import { Problem } from '#platform/http/problem.ts';
import type { Backend } from '../backends/backend.ts';
import { browserTelemetry } from './route.ts';

const nanoseconds = (milliseconds: number) => `${milliseconds}000000`;
const attribute = (key: string, value: string | number) => ({
  key,
  value: typeof value === 'string' ? { stringValue: value } : { intValue: value },
});

/** A span as the exporter of a browser sends it. */
const span = (more: Record<string, unknown> = {}) => ({
  traceId: 'a'.repeat(32),
  spanId: 'b'.repeat(16),
  name: 'POST',
  kind: 3,
  startTimeUnixNano: nanoseconds(Date.now() - 10),
  endTimeUnixNano: nanoseconds(Date.now()),
  attributes: [
    attribute('url.path', '/orders/11111111-1111-4111-8111-111111111111/cancellation'),
    attribute('http.request.method', 'POST'),
    attribute('http.response.status_code', 200),
  ],
  droppedAttributesCount: 0,
  events: [],
  status: { code: 0 },
  links: [],
  flags: 257,
  ...more,
});
const exported = (...spans: unknown[]) => ({
  resourceSpans: [
    { resource: { attributes: [attribute('service.name', 'order-worker')] }, scopeSpans: [{ scope: {}, spans }] },
  ],
});

interface Passed {
  resourceSpans: { resource: unknown; scopeSpans: { spans: { name: string; attributes: unknown }[] }[] }[];
}

/** The route, and what the collector gets. */
async function start(answer: () => Promise<unknown> = async () => ({})) {
  const passed: Passed[] = [];
  const collector: Backend = {
    request: (_path, options) => {
      passed.push(options?.body as Passed);
      return answer();
    },
  };
  const page = (path: string) => ({ method: 'get', path, handle: () => undefined }) as const;
  const routes = [browserTelemetry(collector, [page('/'), page('/orders/:id'), page('/orders/:id/cancellation')])];
  const served = await serve(createApp({ dependencies: [], routes }));
  const send = (body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${served.url}/telemetry`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  return { passed, send, [Symbol.asyncDispose]: served[Symbol.asyncDispose] };
}

describe('the telemetry of a browser', () => {
  it('is passed on as of the browser, named by routes: nothing that it says of itself, no ids of the path', async () => {
    await using telemetry = await start();
    assert.equal((await telemetry.send(exported(span()))).status, 200);
    const [resourceSpans] = telemetry.passed[0]?.resourceSpans ?? [];
    assert.deepEqual(resourceSpans?.resource, { attributes: [attribute('service.name', 'browser')] });
    const [passed] = resourceSpans?.scopeSpans[0]?.spans ?? [];
    assert.equal(passed?.name, 'POST /orders/:id/cancellation');
    assert.deepEqual(passed?.attributes, [
      attribute('http.request.method', 'POST'),
      attribute('http.response.status_code', 200),
      attribute('url.template', '/orders/:id/cancellation'),
    ]);
    assert.doesNotMatch(JSON.stringify(telemetry.passed), /1111|order-worker/);
  });

  it('names a path that no page has by nothing', async () => {
    await using telemetry = await start();
    await telemetry.send(
      exported(span({ name: 'submit', kind: 1, attributes: [attribute('url.path', '/secret/42')] })),
    );
    assert.equal(telemetry.passed[0]?.resourceSpans[0]?.scopeSpans[0]?.spans[0]?.name, 'submit');
    assert.doesNotMatch(JSON.stringify(telemetry.passed), /secret/);
  });

  for (const [what, more] of [
    ['a name of its own', { name: 'anything' }],
    ['another kind', { kind: 2 }],
    ['an attribute of its own', { attributes: [attribute('url.path', '/'), attribute('order.id', 'x')] }],
    ['a time long past', { startTimeUnixNano: nanoseconds(Date.now() - 2 * 3_600_000) }],
    ['no trace id', { traceId: 'x' }],
  ] as const) {
    it(`is refused with ${what}`, async () => {
      await using telemetry = await start();
      assert.equal((await telemetry.send(exported(span(more)))).status, 400);
      assert.deepEqual(telemetry.passed, []);
    });
  }

  it('is refused when it is too much, not JSON, or of another site', async () => {
    await using telemetry = await start();
    assert.equal((await telemetry.send(exported(...Array(17).fill(span())))).status, 400);
    assert.equal((await telemetry.send({ padding: 'x'.repeat(20_000) })).status, 413);
    assert.equal((await telemetry.send(exported(), { 'content-type': 'text/plain' })).status, 415);
    assert.equal((await telemetry.send(exported(), { 'sec-fetch-site': 'cross-site' })).status, 403);
    assert.deepEqual(telemetry.passed, []);
  });

  it('is limited for all together', async () => {
    await using telemetry = await start();
    const answers = await Promise.all(Array.from({ length: 110 }, () => telemetry.send(exported())));
    const refused = answers.filter(({ status }) => status === 429);
    // In one second or two, by when they came.
    assert.ok(refused.length >= 10, `${refused.length}`);
  });

  it('may be sent again when the collector is back', async () => {
    await using telemetry = await start(() => Promise.reject(new Problem(503)));
    const { status, headers } = await telemetry.send(exported(span()));
    assert.equal(status, 503);
    assert.ok(Number(headers.get('retry-after')) > 0);
  });
});
