import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Problem } from '#platform/http/problem.ts';
import type { Backend } from '../backends/backend.ts';
import type { Order } from '../orders/order.ts';
import { journeyPage } from '../pages/journey/journey-page.ts';
import { viewQuery } from '../pages/journey/view.ts';
import { words } from '../pages/words/words.ts';
import type { Shop } from '../shop.ts';
import { readJourney } from './read.ts';

const id = '11111111-1111-4111-8111-111111111111';
const traceId = 'a'.repeat(32);
const view = { ...viewQuery.parse({ all: '' }), span: 'intact' };
const placedAt = '2026-11-21T07:22:13.250Z';
const order: Order = {
  orderId: id,
  userId: id,
  status: 'cancelled',
  items: [],
  totalCents: null,
  reason: null,
  shortages: [],
  history: [{ status: 'pending', at: placedAt }],
  traceId,
  placedAt,
};

/** Returns the journey page of an order whose trace is this response of Jaeger. */
async function render(jaeger: unknown): Promise<string> {
  const backend = (answer: unknown): Backend => ({
    request: async () => {
      if (answer instanceof Error) throw answer;
      return answer;
    },
  });
  const shop = {
    jaeger: backend(jaeger),
    loki: backend({ data: { result: [] } }),
    jaegerUrl: 'http://j',
    payloads: { read: async () => undefined },
  } as unknown as Shop;
  const context = { language: 'en', words: words.en, user: undefined, cart: new Map(), path: '/' } as const;
  const page = journeyPage({ ...context, traceparent: undefined, tracestate: undefined } as never, {
    ...(await readJourney(shop, order, { ...view, admin: true })),
    names: new Map(),
    other: undefined,
    view,
  });
  return String(await page.body);
}

const span = (spanID: string, more: Record<string, unknown> = {}) => ({
  spanID,
  processID: 'p1',
  operationName: `span ${spanID}`,
  startTime: 1_700_000_000_000_000,
  duration: 5_000,
  references: [],
  tags: [{ key: 'span.kind', value: 'server' }],
  ...more,
});
const childOf = (parent: string) => [{ refType: 'CHILD_OF', traceID: traceId, spanID: parent }];
const response = (...spans: unknown[]) => ({
  data: [{ traceID: traceId, processes: { p1: { serviceName: 'frontend' } }, spans }],
});

describe('the journey page of a broken trace', () => {
  it('shows the spans that are intact', async () => {
    for (const broken of [
      { startTime: 'x' },
      { duration: -1 },
      { startTime: 1e300 },
      { tags: 'none' },
      { references: [null] },
      { spanID: null },
      { operationName: undefined },
    ]) {
      const page = await render(response(span('intact'), span('broken', broken)));
      assert.match(page, /span intact/);
      assert.doesNotMatch(page, /span broken/);
    }
    for (const odd of [
      { processID: 'constructor' },
      { tags: null },
      { references: null },
      { tags: [{ key: 'span.kind', value: 'constructor' }] },
      { tags: [{ key: '__proto__', value: 1 }] },
    ]) {
      assert.match(await render(response(span('intact'), span('odd', odd))), /span intact/);
    }
  });

  it('ends if its spans are their own ancestors', async () => {
    const inner = { tags: [{ key: 'span.kind', value: 'internal' }] };
    const page = await render(
      response(
        span('intact', { references: childOf('b') }),
        span('a', { ...inner, references: childOf('b') }),
        span('b', { ...inner, references: childOf('a') }),
        span('q', {
          tags: [
            { key: 'span.kind', value: 'client' },
            { key: 'db.system.name', value: 'mysql' },
          ],
          references: childOf('a'),
        }),
      ),
    );
    assert.match(page, /span intact/);
  });

  it('is served for a trace of 100,000 spans', async () => {
    const page = await render(response(...Array.from({ length: 100_000 }, (_, n) => span(`${n}`))));
    assert.match(page, /span 0/);
  });

  it('shows the history of the order if Jaeger fails', async () => {
    assert.match(await render(new Problem(503)), new RegExp(words.en.journey.tracesUnavailable));
  });

  it('is served for any response of Jaeger', async () => {
    const value = fc.jsonValue({ maxDepth: 2 });
    const anySpan = fc.record(
      Object.fromEntries(
        Object.entries(span('intact')).map(([key, usual]) => [key, fc.oneof(fc.constant(usual), value)]),
      ),
      { requiredKeys: [] },
    );
    const any = fc.oneof(
      value,
      fc.array(fc.oneof(anySpan, value)).map((spans) => response(...spans)),
    );
    await fc.assert(fc.asyncProperty(any, async (answer) => assert.match(await render(answer), /id="order"/)));
  });
});
