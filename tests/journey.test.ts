import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { assertAccessible, launchBrowser, text, browserOf as visitorOf } from './support/browser.ts';
import { admin, type Customer, send, signUp } from './support/customer.ts';
import { dlq, letters } from './support/dlq.ts';
import { environment, start, stop } from './support/environment.ts';
import { Frontend } from './support/frontend.ts';
import { jamWebcams } from './support/jam.ts';
import { query } from './support/ledger.ts';
import { until } from './support/until.ts';

let browser: Browser;
before(async () => {
  browser = await launchBrowser();
});
after(() => browser.close());

/** Opens the shop in a browser in which the customer is logged in. */
const browserOf = (customer: Pick<Customer, 'authorization'>, baseURL = environment.frontendUrl) =>
  visitorOf(browser, customer, { baseURL });

/** Waits until the journey page, which refreshes by itself, shows an element. */
async function shows(page: Page, selector: string): Promise<void> {
  await page.waitForSelector(selector, { timeout: 120_000 });
}

/** Waits until the journey page gives an answer: spans arrive in any order, and without all of them it says less. */
const answers = (page: Page, answer: RegExp): Promise<boolean> =>
  until(`the answer is ${answer}`, async () => answer.test(await text(page, '.answer-line')));

const lanes = (page: Page) => page.locator('.lane-name').allTextContents();
const rows = async (page: Page) =>
  (await page.locator('.hops tbody tr').allTextContents()).map((row) => row.replaceAll(/\s+/g, ' ').trim());

describe('the journey page', () => {
  it('shows processes and topics, work and waiting, and the log lines of each hop', async () => {
    const customer = await signUp();
    const { orderId } = await customer.place();
    assert.equal(await customer.settled(orderId), 'confirmed');
    await using visitor = await browserOf(customer);
    const { page } = visitor;
    await page.goto(`/orders/${orderId}`);
    await page.click(`a[href="/orders/${orderId}/journey"]`);
    // The processes send their spans at different times, so reload the page until all spans are present.
    await until('the journey shows the confirmation and the log line of the reservation', async () => {
      await page.reload();
      const shown = (await rows(page)).join('\n');
      return /works on order\.confirmed/.test(shown) && /stock reserved/.test(shown);
    });
    const shown = await lanes(page);
    for (const lane of ['frontend', 'orders → products', 'product-worker', 'stock → orders', 'order-worker']) {
      assert.ok(shown.includes(lane), `${lane} in ${shown}`);
    }
    const reserved = (await rows(page)).find((row) => /product-worker works on order\.placed/.test(row));
    assert.match(
      reserved ?? '',
      /^\+[\d.]+ m?s product-worker works on order\.placed \([1-9]\d* SQL\) group products (<?[\d.]+ m?s waiting in Kafka )?<?[\d.]+ m?s stock reserved/,
    );
    assert.ok((await page.locator('.bar.fill-kafka').count()) >= 3);
    await answers(page, /^Confirmed Confirmed after [\d.]+ m?s\.$/);
    assert.match(await text(page, '.answer .legend'), /waiting in Kafka [\d.]+ m?s \(\d+%\)/);
    assert.match(await text(page, '.path'), /product-worker order\.placed/);
    assert.equal(await page.locator('.mark').count(), 0);
    assert.equal(await page.locator('main a[href*="/trace/"]').count(), 0, 'the Jaeger of this stack has no pages');
    await assertAccessible(page);
  });

  it('ends with the rejection of a rejected order', async () => {
    const customer = await signUp();
    const { orderId } = await customer.place([{ productId: 'montre-connectee', quantity: 100 }]);
    assert.equal(await customer.settled(orderId), 'rejected');
    await using visitor = await browserOf(customer);
    const { page } = visitor;
    await until('the journey shows the rejection', async () => {
      await page.goto(`/orders/${orderId}/journey`);
      return /works on order\.rejected/.test((await rows(page)).join('\n'));
    });
    await answers(page, /^Rejected Rejected after .* m?s: not enough Smartwatch in stock\.$/);
    assert.ok((await page.locator('.mark-rejected').count()) >= 2);
    await page.getByRole('button', { name: 'Français' }).click();
    await page.waitForSelector('html[lang=fr]');
    await answers(page, /^Refusée Refusée au bout de .* m?s : stock insuffisant pour « Montre connectée »\.$/i);
  });

  it('marks retries, the dead letter and the replay of an order', async () => {
    const customer = await signUp();
    await using jam = await jamWebcams();
    const { orderId } = await customer.place([{ productId: 'webcam-hd', quantity: 1 }]);
    const letter = await until('the order is a dead letter', async () =>
      (await letters()).find(({ order }) => order === orderId),
    );
    await using visitor = await browserOf(customer);
    const { page } = visitor;
    await page.goto(`/orders/${orderId}/journey`);
    await page
      .locator('.answer-line', {
        hasText: /Set aside after .*: product-worker failed 5 times, .* waits in orders\.dlq/,
      })
      .waitFor({ timeout: 120_000 });
    await jam.clear();
    await dlq('replay', letter.id);
    assert.equal(await customer.settled(orderId), 'confirmed');
    await until('the journey shows the confirmation', async () => {
      await page.goto(`/orders/${orderId}/journey`);
      return /works on order\.confirmed/.test((await rows(page)).join('\n'));
    });
    await shows(page, '.mark-retried');
    await shows(page, '.mark-failed');
    await shows(page, '.mark-dead-letter');
    await shows(page, '.mark-replayed');
    await shows(page, '.mark-resolved');
    assert.ok((await lanes(page)).includes('orders.dlq'));
    await answers(page, /^Confirmed .* of it waiting to be replayed after a failure\.$/);
    // The pause between two attempts is back-off; the message did not wait in Kafka.
    assert.equal(await page.locator('.bar.fill-backoff').count(), 4);
    assert.ok((await page.locator('.bar.fill-dead-letter').count()) >= 1);
    const retried = (await rows(page)).filter((row) => /retry.* back-off before a retry/.test(row));
    assert.equal(retried.length, 4);
    await assertAccessible(page);
  });

  it('is visible only to the owner and to admins', async () => {
    const [owner, stranger] = [await signUp(), await signUp()];
    const { orderId } = await owner.place();
    await owner.settled(orderId);
    const administrator = await admin();
    const path = `/orders/${orderId}/journey`;
    for (const [who, status] of [
      [owner, 200],
      [stranger, 404],
      [administrator, 200],
    ] as const) {
      await using visitor = await browserOf(who);
      assert.equal((await visitor.page.goto(path))?.status(), status);
    }
    // In the API, even an admin can read only their own orders.
    const asked = await send('GET', `/api/orders/${orderId}`, { headers: { ...administrator } });
    assert.equal(asked.status, 404);
  });

  it('continues with the cancellation, which is a separate trace', async () => {
    const customer = await signUp();
    const { orderId } = await customer.place();
    assert.equal(await customer.settled(orderId), 'confirmed');
    await customer.request('POST', `/api/orders/${orderId}/cancellation`);
    await until('the order is cancelled', async () => (await customer.order(orderId)).status === 'cancelled');
    await using visitor = await browserOf(customer);
    const { page } = visitor;
    await until('the journey shows the cancellation', async () => {
      await page.goto(`/orders/${orderId}/journey`);
      const shown = await page.getByRole('region', { name: 'Its cancellation', exact: true }).allTextContents();
      return /product-worker\s+works on order\.cancelled/.test(shown.join()) && /stock released/.test(shown.join());
    });
    assert.equal(await page.locator('.journey-picture').count(), 2);
    await answers(page, /^Cancelled Cancelled after .* m?s\.$/);
    await assertAccessible(page);
  });

  it('shows the history of an order whose trace was not kept', async () => {
    await using frontend = new Frontend({ OTEL_TRACES_SAMPLER: 'always_off', JAEGER_QUERY_URL: environment.jaegerUrl });
    const url = await frontend.listening();
    const customer = await signUp();
    await using visitor = await browserOf(customer, url);
    const { page } = visitor;
    const placed = await fetch(`${url}/api/orders`, {
      method: 'POST',
      headers: { authorization: customer.authorization, 'content-type': 'application/json', 'idempotency-key': 'one' },
      body: JSON.stringify({ items: [{ productId: 'souris-gaming', quantity: 1 }] }),
    });
    const { orderId } = (await placed.json()) as { orderId: string };
    // The shared frontend learns of the order from its event a moment later.
    await until(
      'the shared frontend knows the order',
      async () => (await customer.request('GET', `/api/orders/${orderId}`)).ok,
    );
    assert.equal(await customer.settled(orderId), 'confirmed');
    await query('UPDATE orders.orders SET placed_at = placed_at - INTERVAL 2 MINUTE WHERE id = ?', [orderId]);
    await query('UPDATE orders.order_history SET at = at - INTERVAL 2 MINUTE WHERE order_id = ?', [orderId]);
    await page.goto(`/orders/${orderId}/journey`);
    assert.match(await text(page, '.notice'), /was not kept/);
    assert.equal(await page.locator('.step').count(), 2);
    await assertAccessible(page);
  });

  it('says that Loki is not responding, and shows the trace', async () => {
    const customer = await signUp();
    const { orderId } = await customer.place();
    assert.equal(await customer.settled(orderId), 'confirmed');
    await using frontend = new Frontend({ JAEGER_QUERY_URL: environment.jaegerUrl, LOKI_URL: 'http://127.0.0.1:9' });
    await using visitor = await browserOf(customer, await frontend.listening());
    const { page } = visitor;
    await until('the journey shows the confirmation', async () => {
      await page.goto(`/orders/${orderId}/journey`);
      return /works on order\.confirmed/.test((await rows(page)).join('\n'));
    });
    assert.match(await text(page, '.notice'), /^Loki is not responding/);
    await assertAccessible(page);
  });

  it('says that Jaeger is not responding, and shows the history of the order', async () => {
    const customer = await signUp();
    const { orderId } = await customer.place();
    assert.equal(await customer.settled(orderId), 'confirmed');
    await using visitor = await browserOf(customer);
    const { page } = visitor;
    await stop('jaeger');
    try {
      await page.goto(`/orders/${orderId}/journey`);
      assert.match(await text(page, '.notice'), /^Jaeger is not responding/);
      assert.equal(await page.locator('.step').count(), 2);
      await assertAccessible(page);
    } finally {
      await start('jaeger');
    }
  });
});
