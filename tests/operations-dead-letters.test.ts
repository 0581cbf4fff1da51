import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertAccessible, text } from './support/browser.ts';
import { admin, signUp } from './support/customer.ts';
import { letters, sendUnreadable } from './support/dlq.ts';
import { environment } from './support/environment.ts';
import { jamWebcams } from './support/jam.ts';
import { says, useOperationsPage } from './support/operations-page.ts';
import { until } from './support/until.ts';

const browserOf = useOperationsPage();

/** Matches the short form of an order id, as the page shows it. */
const shortOf = (order: string) => new RegExp(order.slice(0, 8), 'i');

describe('a dead letter on the operations page', () => {
  it('can be read and replayed once its cause is removed', async () => {
    const customer = await signUp();
    await using jam = await jamWebcams();
    const { orderId } = await customer.place([{ productId: 'webcam-hd', quantity: 1 }]);
    await using visitor = await browserOf(await admin());
    const { page } = visitor;
    await page.goto('/operations');
    await says(page, '#letters tr', shortOf(orderId));
    await jam.clear();
    await assertAccessible(page);
    await page
      .locator('#letters tr')
      .filter({ hasText: shortOf(orderId) })
      .locator('a')
      .click();
    assert.match(await text(page, '.facts'), /jammed/);
    assert.match(await text(page, '.message'), /webcam-hd/);
    await assertAccessible(page);
    // The first click only asks for confirmation.
    await page.click('#replayed summary');
    await assertAccessible(page);
    await page.click('#replayed button');
    await page.waitForURL('**/operations?replayed=1');
    assert.equal(await text(page, '.notice'), 'Message replayed.');
    assert.equal(await customer.settled(orderId), 'confirmed');
    assert.ok(!(await letters()).some(({ order }) => order === orderId));
    assert.equal(
      await page
        .locator('#letters tr')
        .filter({ hasText: shortOf(orderId) })
        .count(),
      0,
    );
  });

  it('can be discarded with all others, without scripts', async () => {
    const order = await sendUnreadable();
    await until(
      'the unreadable message is a dead letter of both groups',
      async () => (await letters()).filter((letter) => letter.order === order).length === 2,
    );
    await using visitor = await browserOf(await admin(), { javaScriptEnabled: false });
    const { page } = visitor;
    await page.goto('/operations');
    await until('the page lists both dead letters', async () => {
      await page.reload();
      return (
        (await page
          .locator('#letters tr')
          .filter({ hasText: shortOf(order) })
          .count()) === 2
      );
    });
    const listed = await page.locator('#letters tbody tr').count();
    await page.click('#discarded summary');
    await page.click('#discarded button');
    await page.waitForURL(`**/operations?discarded=${listed}`);
    assert.deepEqual(await letters(), []);
    assert.match(await text(page, '#letters'), /No dead letters/);
  });

  it('is not affected by a form of another site, nor by a repeated form', async () => {
    const order = await sendUnreadable();
    const [letter] = await until('the unreadable message is a dead letter of both groups', async () => {
      const found = (await letters()).filter((one) => one.order === order);
      return found.length === 2 ? found : undefined;
    });
    const { authorization } = await admin();
    const cookie = `session=${authorization.replace('Bearer ', '')}`;
    const send = (origin: string) =>
      fetch(new URL('/operations/dead-letters', environment.frontendUrl), {
        method: 'POST',
        redirect: 'manual',
        headers: { cookie, origin, 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ how: 'discarded', letter: letter?.id ?? '' }),
      });
    assert.equal((await send('http://elsewhere.example')).status, 403);
    assert.ok((await letters()).some(({ id }) => id === letter?.id));
    assert.equal((await send(environment.frontendUrl)).headers.get('location'), '/operations?discarded=1');
    assert.equal((await send(environment.frontendUrl)).headers.get('location'), '/operations?discarded=0');
  });

  it('is resolved in the background with all others of its cause, which is recorded', async () => {
    const orders = [await sendUnreadable(), await sendUnreadable()];
    await until(
      'the unreadable messages are dead letters of both groups',
      async () => (await letters()).filter(({ order }) => orders.includes(order)).length === 4,
    );
    await using visitor = await browserOf(await admin());
    const { page } = visitor;
    await page.goto('/operations/dead-letters');
    await assertAccessible(page);
    const row = page.locator('#letter-groups + .hops tbody tr').filter({ hasText: 'products' }).first();
    await row.locator('a').click();
    await page.waitForURL('**/dead-letters?*group=products');
    await page.click('#discarded summary');
    await page.click('#discarded button');
    await says(page, '#main', /Completed/);
    assert.match(await text(page, '#main'), /(\d+) of \1 discarded/);
    await assertAccessible(page);
    assert.ok((await letters()).every(({ group }) => group === 'orders'));
    await page.goto('/operations/dead-letters');
    await page.click('#discarded summary');
    await page.click('#discarded button');
    await until('every dead letter is discarded', async () => (await letters()).length === 0);
    await until('the record shows who discarded them', async () => {
      await page.goto('/operations/audit');
      return /you discarded a message/.test(await text(page, '#main'));
    });
    await assertAccessible(page);
  });
});
