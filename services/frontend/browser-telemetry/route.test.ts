import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { createApp } from '#platform/http/app.ts';
import { serve } from '#platform/http/http.testkit.ts';
import { Problem } from '#platform/http/problem.ts';
import type { Backend } from '../backends/backend.ts';
import { PageTraces } from './page-traces.ts';
import { browserTelemetry } from './route.ts';

const pageTraces = new PageTraces('a key of this test');
const pageTrace = 'a'.repeat(32);

const nanoseconds = (milliseconds: number) => `${milliseconds}000000`;
const attribute = (key: string, value: string | number) => ({
  key,
  value: typeof value === 'string' ? { stringValue: value } : { intValue: value },
});

const vital = (doubleValue: number) => ({ key: 'web_vital.value', value: { doubleValue } });

/** Returns a span as the exporter of a browser sends it. */
const span = (more: Record<string, unknown> = {}) => ({
  traceId: pageTrace,
  traceState: pageTraces.prove(pageTrace),
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

interface Forwarded {
  resourceSpans: { resource: unknown; scopeSpans: { spans: { name: string; attributes: unknown }[] }[] }[];
}

/** Replaces each value of a span by any of `values`, or keeps it. */
const mapValues = (of: Record<string, unknown>, values: fc.Arbitrary<unknown>) =>
  Object.fromEntries(Object.entries(of).map(([key, value]) => [key, fc.oneof(values, fc.constant(value))]));

/** Starts a server with the route, and records the requests to the collector. */
async function start(answer: () => Promise<unknown> = async () => ({})) {
  const forwarded: Forwarded[] = [];
  const collector: Backend = {
    request: (_path, options) => {
      forwarded.push(options?.body as Forwarded);
      return answer();
    },
  };
  const page = (path: string) => ({ method: 'get', path, handle: () => undefined }) as const;
  const routes = [
    browserTelemetry(collector, pageTraces, [page('/'), page('/orders/:id'), page('/orders/:id/cancellation')]),
  ];
  const served = await serve(createApp({ dependencies: [], routes }));
  const send = (body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${served.url}/telemetry`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  return { forwarded, send, [Symbol.asyncDispose]: served[Symbol.asyncDispose] };
}

describe('POST /telemetry', () => {
  it('forwards spans of the service "browser", named by route templates, without ids or other resource attributes', async () => {
    await using telemetry = await start();
    assert.equal((await telemetry.send(exported(span()))).status, 200);
    const [resourceSpans] = telemetry.forwarded[0]?.resourceSpans ?? [];
    assert.deepEqual(resourceSpans?.resource, { attributes: [attribute('service.name', 'browser')] });
    const [first] = resourceSpans?.scopeSpans[0]?.spans ?? [];
    assert.equal(first?.name, 'POST /orders/:id/cancellation');
    assert.deepEqual(first?.attributes, [
      attribute('http.request.method', 'POST'),
      attribute('http.response.status_code', 200),
      attribute('url.template', '/orders/:id/cancellation'),
    ]);
    assert.doesNotMatch(JSON.stringify(telemetry.forwarded), /1111|order-worker|traceState/);
  });

  it('forwards web vitals with so few digits that they do not look like the number of a card', async () => {
    await using telemetry = await start();
    await telemetry.send(exported(span({ attributes: [attribute('url.path', '/'), vital(0.4111111111111111)] })));
    const [first] = telemetry.forwarded[0]?.resourceSpans[0]?.scopeSpans[0]?.spans ?? [];
    assert.deepEqual(first?.attributes, [vital(0.4111), attribute('url.template', '/')]);
  });

  it('forwards no path that matches no page', async () => {
    await using telemetry = await start();
    await telemetry.send(
      exported(span({ name: 'submit', kind: 1, attributes: [attribute('url.path', '/secret/42')] })),
    );
    assert.equal(telemetry.forwarded[0]?.resourceSpans[0]?.scopeSpans[0]?.spans[0]?.name, 'submit');
    assert.doesNotMatch(JSON.stringify(telemetry.forwarded), /secret/);
  });

  for (const [what, more] of [
    ['an unknown name', { name: 'anything' }],
    ['an unknown kind', { kind: 2 }],
    ['an unknown attribute', { attributes: [attribute('url.path', '/'), attribute('order.id', 'x')] }],
    ['a time two hours ago', { startTimeUnixNano: nanoseconds(Date.now() - 2 * 3_600_000) }],
    ['an invalid trace id', { traceId: 'x' }],
    ['the trace of another page', { traceId: 'c'.repeat(32) }],
    ['no proof of its trace', { traceState: undefined }],
    ['a web vital of 1e300', { attributes: [attribute('url.path', '/'), vital(1e300)] }],
    ['an infinite web vital', { attributes: [attribute('url.path', '/'), vital(Number.MAX_VALUE)] }],
  ] as const) {
    it(`refuses a span with ${what}`, async () => {
      await using telemetry = await start();
      assert.equal((await telemetry.send(exported(span(more)))).status, 400);
      assert.deepEqual(telemetry.forwarded, []);
    });
  }

  it('refuses requests that are too large, not JSON, or sent from another site', async () => {
    await using telemetry = await start();
    assert.equal((await telemetry.send(exported(...Array(17).fill(span())))).status, 400);
    assert.equal((await telemetry.send({ padding: 'x'.repeat(20_000) })).status, 413);
    assert.equal((await telemetry.send(exported(), { 'content-type': 'text/plain' })).status, 415);
    assert.equal((await telemetry.send(exported(), { 'sec-fetch-site': 'cross-site' })).status, 403);
    assert.deepEqual(telemetry.forwarded, []);
  });

  it('answers any JSON with 2xx or 4xx', async () => {
    await using telemetry = await start();
    const anySpan = fc.record({ ...mapValues(span(), fc.jsonValue()) }, { requiredKeys: [] });
    const likely = fc.oneof(anySpan, fc.jsonValue(), fc.constant(span())).map((one) => exported(one));
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.jsonValue(), likely), async (body) => {
        const { status } = await telemetry.send(body);
        assert.ok(status < 500, `${status} for ${JSON.stringify(body)}`);
      }),
      // Fewer than the limit for all browsers.
      { numRuns: 44, examples: [[exported({ ...span(), startTimeUnixNano: ':' })]] },
    );
  });

  it('limits the rate of all browsers together', async () => {
    await using telemetry = await start();
    const answers = await Promise.all(Array.from({ length: 110 }, () => telemetry.send(exported())));
    const refused = answers.filter(({ status }) => status === 429);
    // The requests fall into one or two windows of a second.
    assert.ok(refused.length >= 10, `${refused.length}`);
  });

  it('responds with 503 and Retry-After while the collector is unavailable', async () => {
    await using telemetry = await start(() => Promise.reject(new Problem(503)));
    const { status, headers } = await telemetry.send(exported(span()));
    assert.equal(status, 503);
    assert.ok(Number(headers.get('retry-after')) > 0);
  });
});
