import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { assertAccessible, launchBrowser, text, browserOf as visitorOf } from './support/browser.ts';
import { admin, type Customer, signUp } from './support/customer.ts';
import { environment } from './support/environment.ts';
import { until } from './support/until.ts';

let browser: Browser;
let customer: Customer;
let orderId: string;
let traceId: string;

/** Opens the shop in a browser in which the user is logged in. Axe must not measure a color during a transition. */
const browserOf = (user: Pick<Customer, 'authorization'>, viewport = { width: 1280, height: 900 }) =>
  visitorOf(browser, user, { baseURL: environment.frontendUrl, reducedMotion: 'reduce', viewport });

/** Opens the journey of an order, once its trace and its logs are complete. */
async function openJourney(page: Page, id = orderId): Promise<void> {
  await until('the journey is complete', async () => {
    await page.goto(`/orders/${id}/journey`);
    const shown = await page.locator('.hops').first().textContent({ timeout: 5_000 });
    return /works on order\.confirmed/.test(shown ?? '') && /stock reserved/.test(shown ?? '');
  });
}

/** The bar of the product worker’s work, by the name that screen readers announce. Other bars lie within it. */
const work = (page: Page) => page.getByRole('link', { name: /^product-worker works on order\.placed, / });

const fits = async (page: Page) =>
  assert.ok(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), page.url());

before(async () => {
  browser = await launchBrowser();
  customer = await signUp();
  ({ orderId, traceId } = await customer.place());
  assert.equal(await customer.settled(orderId), 'confirmed');
});
after(() => browser.close());

describe('the journey page', () => {
  it('shows the details of a bar: its message, its logs and its attributes, by keyboard alone', async () => {
    await using visitor = await browserOf(customer);
    const { page } = visitor;
    await openJourney(page);
    // The picture is one stop of the tab key; the arrow keys move between its bars.
    assert.equal(await page.locator('.bar[tabindex="0"]').count(), 1);
    await page.locator('.bar[tabindex="0"]').focus();
    const name = () => page.evaluate<string>('document.activeElement.getAttribute("aria-label") ?? ""');
    // Down leads to the bar of the next lane that is nearest in time, left to the bar before it.
    for (let steps = 0; steps < 20 && !/^product-worker works on order\.placed/.test(await name()); steps++) {
      await page.keyboard.press(/^product-worker/.test(await name()) ? 'ArrowLeft' : 'ArrowDown');
    }
    await page.keyboard.press('Enter');
    await page.waitForSelector('#detail');
    assert.equal(await page.evaluate('document.activeElement.id'), 'detail-title');
    assert.match(await text(page, '#detail-title'), /^product-worker works on order\.placed/);
    assert.match(await text(page, '#detail .message'), /"productId": "souris-gaming"/);
    assert.match(await text(page, '#detail .facts'), /orders:\d:\d+.*products/);
    assert.match(await text(page, '#detail .log-record'), /stock reserved.*order_total_cents/);
    const attributes = page.locator('#attributes .fact-table');
    await page.locator('#attributes summary').click();
    assert.match((await attributes.textContent()) ?? '', /cloudevents\.event_type/);
    assert.doesNotMatch((await attributes.textContent()) ?? '', /server\.address/);
    await assertAccessible(page);
    // The address is a permalink.
    await page.reload();
    assert.match(await text(page, '#detail-title'), /^product-worker works on order\.placed/);
    await page.keyboard.press('Escape');
    await page.waitForSelector('#detail', { state: 'detached' });
    assert.match(await name(), /^product-worker works on order\.placed/);
  });

  it('shows admins the attributes that tell about the machines', async () => {
    await using visitor = await browserOf(await admin());
    const { page } = visitor;
    await openJourney(page);
    await work(page).click({ position: { x: 2, y: 2 } });
    await page.waitForSelector('#detail');
    assert.match((await page.locator('#attributes').textContent()) ?? '', /server\.address/);
    assert.match((await page.locator('#message-headers').textContent()) ?? '', /traceparent/);
  });

  it('zooms by keys, buttons and dragging, and keeps the zoom in its address', async () => {
    await using visitor = await browserOf(customer);
    const { page } = visitor;
    await openJourney(page);
    const width = async () => Number((await work(page).locator('rect').getAttribute('width'))?.replace('%', ''));
    const before = await width();
    await work(page).focus();
    await page.keyboard.press('+');
    const zoomed = await width();
    assert.ok(Math.abs(zoomed / before - 2) < 0.05, `${before} ${zoomed}`);
    assert.match(page.url(), /from=.*to=/);
    await page.reload();
    assert.ok(Math.abs((await width()) - zoomed) < 0.1);
    await page.getByRole('button', { name: 'Whole journey' }).click();
    assert.equal(await width(), before);
    assert.doesNotMatch(page.url(), /from=/);
    const box = await page.locator('.lane-bars').boundingBox();
    assert.ok(box);
    await page.mouse.move(box.x + box.width / 4, box.y + 5);
    await page.mouse.down();
    await page.mouse.move(box.x + (3 * box.width) / 4, box.y + 20, { steps: 4 });
    await page.mouse.up();
    await page.waitForURL(/from=.*to=/);
    assert.ok(Math.abs((await width()) / before - 2) < 0.05);
    assert.equal(await page.locator('#detail').count(), 0);
  });

  it('filters, compares and exports', async () => {
    const { orderId: other } = await customer.place([{ productId: 'laptop-pro', quantity: 1 }]);
    assert.equal(await customer.settled(other), 'confirmed');
    await using visitor = await browserOf(customer);
    const { page } = visitor;
    await openJourney(page, other);
    await openJourney(page);
    await page.selectOption('#service', 'order-worker');
    await page.getByRole('button', { name: 'Filter' }).click();
    await page.waitForURL(/service=order-worker/);
    const services = await page.locator('.hop-table tbody th').allTextContents();
    assert.deepEqual([...new Set(services)], ['order-worker']);
    assert.ok((await page.locator('.bar.is-dim').count()) > 0);
    await page.goto(`/orders/${orderId}/journey?q=stock+reserved`);
    assert.equal(await page.locator('.hop-table tbody tr').count(), 1);
    await openJourney(page);
    await page.fill('#with', other);
    await page.locator('#with').press('Enter');
    await page.waitForSelector('#comparison');
    assert.match(
      await text(page, '#comparison'),
      /Total time.*waiting in Kafka.*product-worker works on order\.placed/,
    );
    await assertAccessible(page);
    await page.goto(`/orders/${orderId}/journey?with=11111111-1111-4111-8111-111111111111`);
    assert.equal(await page.locator('#comparison').count(), 0);
    assert.match(await text(page, 'main'), /does not exist, or it is not yours/);
    const exported = await customer.request('GET', `/orders/${orderId}/journey.json`);
    assert.equal(exported.status, 200);
    const { outcome, traceId: named, hops } = (await exported.json()) as Record<string, unknown>;
    assert.deepEqual([outcome, named], ['confirmed', traceId]);
    assert.match(JSON.stringify(hops), /stock reserved/);
    assert.doesNotMatch(JSON.stringify(hops), /server\.address|db\.query\.text/);
    const stranger = await signUp();
    assert.equal((await stranger.request('GET', `/orders/${orderId}/journey.json`)).status, 404);
  });

  it('is a list on a phone', async () => {
    await using visitor = await browserOf(customer, { width: 390, height: 844 });
    const { page } = visitor;
    await openJourney(page);
    assert.equal(await page.locator('.journey-picture').isVisible(), false);
    assert.ok(await page.locator('.hop-table tbody tr').first().isVisible());
    await fits(page);
    await assertAccessible(page);
    await page.getByRole('link', { name: 'works on order.placed' }).first().click();
    await page.waitForSelector('#detail');
    await fits(page);
    await assertAccessible(page);
  });
});

describe('the search for traces', () => {
  it('leads admins from an order id to its trace, in the same view', async () => {
    await using visitor = await browserOf(await admin());
    const { page } = visitor;
    await page.goto('/operations/traces');
    await assertAccessible(page);
    await page.fill('#order', orderId);
    await page.getByRole('button', { name: 'Search traces' }).click();
    await page.waitForURL(/order=/);
    await page.locator(`a[href="/operations/traces/${traceId}"]`).click();
    await page.waitForSelector('.journey-picture');
    await work(page).click({ position: { x: 2, y: 2 } });
    await page.waitForSelector('#detail');
    await assertAccessible(page);
    await page.goto('/operations/traces?min=60000');
    assert.match(await text(page, 'main [role=status]'), /No traces found/);
    await page.goto('/operations/traces?service=%F0%9F%92%A5&operation=x&min=-1&max=a&minutes=x&errors=');
    assert.match(await text(page, 'h1'), /Traces/);
  });

  it('is for admins only', async () => {
    for (const path of ['/operations/traces', `/operations/traces/${traceId}`]) {
      assert.equal((await customer.request('GET', path)).status, 404);
    }
  });
});
