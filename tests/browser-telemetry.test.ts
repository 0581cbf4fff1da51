import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { type Span, spansOf } from './support/back-ends.ts';
import { launchBrowser, newVisitor, text, browserOf as visitorOf } from './support/browser.ts';
import { type Customer, signUp } from './support/customer.ts';
import { environment } from './support/environment.ts';
import { Frontend } from './support/frontend.ts';
import { until } from './support/until.ts';

let browser: Browser;
before(async () => {
  browser = await launchBrowser();
});
after(() => browser.close());

const browserOf = (customer: Customer) => visitorOf(browser, customer, { baseURL: environment.frontendUrl });

/** Opens a page and waits until it has sent its first telemetry. From then on the page traces the visitor's actions. */
async function visit(page: Page, path: string): Promise<void> {
  const sent = page.waitForResponse((response) => new URL(response.url()).pathname === '/telemetry');
  await page.goto(path);
  assert.equal((await sent).status(), 200);
}

/** Returns the spans without a known parent. */
function rootsOf(spans: readonly Span[]): Span[] {
  const known = new Set(spans.map(({ spanId }) => spanId));
  return spans.filter(({ parent }) => parent === undefined || !known.has(parent));
}

describe('browser telemetry', () => {
  it('records an order as one trace, from the click to the confirmation', async () => {
    await using visitor = await browserOf(await signUp());
    const { page } = visitor;
    await page.goto('/products/souris-gaming');
    await page.click('.add-form button');
    await page.waitForSelector('#cart-count:text-is("1")');
    await visit(page, '/checkout');
    await page.click('main form button');
    await page.waitForSelector('#order[data-status=confirmed]');
    const traceId = await text(page, '.trace code');
    const spans = await until('Jaeger has the whole trace, from the browser to the confirmation', async () => {
      const found = await spansOf(traceId);
      const confirmed = found.some(({ attributes }) => attributes['cloudevents.event_type'] === 'order.confirmed.v1');
      const fromBrowser = found.some(({ process }) => process === 'browser');
      return confirmed && fromBrowser && rootsOf(found).every(({ parent }) => parent === undefined) && found;
    });
    const one = (process: string, name: string) => {
      const found = spans.filter((span) => span.process === process && span.name === name);
      assert.equal(found.length, 1, `${process} ${name} in ${spans.map((span) => `${span.process} ${span.name}`)}`);
      return found[0];
    };
    const click = one('browser', 'submit /checkout');
    const request = one('browser', 'POST /checkout');
    const answer = one('frontend', 'POST /checkout');
    assert.equal(click?.parent, undefined);
    assert.equal(request?.parent, click?.spanId);
    assert.equal(answer?.parent, request?.spanId);
    assert.deepEqual(
      rootsOf(spans).map(({ name }) => name),
      ['submit /checkout'],
    );
    for (const process of ['product-worker', 'order-worker']) {
      assert.ok(
        spans.some((span) => span.process === process),
        process,
      );
    }

    await page.click('a[href$="/journey"]');
    await page.waitForSelector('.journey-picture', { timeout: 60_000 });
    assert.equal(await text(page, '.lane-name'), 'browser');
    assert.match(await text(page, '.hops tbody tr'), /browser (submits|valide) \/checkout/);
  });

  it('records the page load and web vitals in the trace of the server, without ids', async () => {
    const customer = await signUp();
    const { orderId } = await customer.place();
    await customer.settled(orderId);
    await using visitor = await browserOf(customer);
    const { page } = visitor;
    await visit(page, `/orders/${orderId}`);
    const traceparent = (await page.getAttribute('meta[name=traceparent]', 'content')) ?? '';
    // Leaving the page sends the remaining spans.
    await page.goto('/cart');
    const [, traceId = ''] = traceparent.split('-');
    const spans = await until('Jaeger has the browser span of the LCP web vital', async () => {
      const found = (await spansOf(traceId)).filter(({ process }) => process === 'browser');
      return found.some(({ name }) => name === 'web vital LCP') ? found : undefined;
    });
    const names = spans.map(({ name }) => name);
    for (const name of ['document load /orders/:id', 'document fetch /orders/:id', 'web vital TTFB']) {
      assert.ok(names.includes(name), `${name} in ${names}`);
    }
    for (const { attributes } of spans) {
      assert.equal(attributes['url.template'], '/orders/:id');
      assert.doesNotMatch(JSON.stringify(attributes), new RegExp(orderId));
    }
  });

  it('can be turned off with BROWSER_TELEMETRY=false', async () => {
    await using frontend = new Frontend({ BROWSER_TELEMETRY: 'false' });
    const url = await frontend.listening();
    await using visitor = await newVisitor(browser, { baseURL: url });
    const { page } = visitor;
    const requested: string[] = [];
    page.on('request', (request) => requested.push(request.url()));
    await page.goto('/');
    // By then the page would have requested the script.
    await page.evaluate('new Promise((resolve) => setTimeout(resolve))');
    assert.equal(await page.locator('meta[name=traceparent]').count(), 0);
    assert.deepEqual(
      requested.filter((one) => one.includes('telemetry')),
      [],
    );
    assert.equal((await fetch(`${url}/telemetry`, { method: 'POST' })).status, 404);
  });
});
