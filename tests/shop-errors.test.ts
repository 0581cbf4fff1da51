import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertAccessible, text } from './support/browser.ts';
import { start, stop } from './support/environment.ts';
import { Frontend } from './support/frontend.ts';
import { assertOrders } from './support/ledger.ts';
import { choose, register, settled, useShop } from './support/shopper.ts';

const visit = useShop();

describe('the error page', () => {
  it('reports an unknown page in both languages', async () => {
    for (const [locale, title] of [
      ['fr-FR', 'Page introuvable'],
      ['en-GB', 'Page not found'],
    ] as const) {
      await using visitor = await visit({ locale });
      const { page } = visitor;
      for (const path of ['/nowhere', '/products/nothing', '/assets/nothing.css']) {
        const answer = await page.goto(path);
        assert.equal(answer?.status(), 404);
        assert.equal(await text(page, 'h1'), title);
      }
      await assertAccessible(page);
    }
  });

  it('reports too many requests, with the time to wait', async () => {
    await using frontend = new Frontend({ RATE_LIMIT_PER_MINUTE: '1' });
    await using visitor = await visit({ baseURL: await frontend.listening() });
    const { page } = visitor;
    await page.goto('/');
    const answer = await page.goto('/');
    assert.equal(answer?.status(), 429);
    assert.ok(Number(answer?.headers()['retry-after']) > 0);
    assert.equal(await text(page, 'h1'), 'Trop de demandes');
    await assertAccessible(page);
  });

  it('keeps the cart while the broker is unavailable, and offers to send the same order again', async () => {
    await using visitor = await visit();
    const { page } = visitor;
    await choose(page, 'souris-gaming');
    const user = await register(page, '/checkout');
    await stop('kafka');
    try {
      const answered = page.waitForResponse((response) => response.url().endsWith('/checkout'));
      await page.click('main form button');
      assert.equal((await answered).status(), 503);
      await page.waitForSelector('.problem');
      assert.equal(await text(page, 'h1'), 'La boutique est momentanément indisponible');
      assert.equal(await text(page, '#cart-count'), '1');
      await assertAccessible(page);
    } finally {
      await start('kafka');
    }
    for (let status = 503; status !== 303; ) {
      const answered = page.waitForResponse((response) => response.url().endsWith('/checkout'));
      await page.click('main form:not([data-sent]) button');
      status = (await answered).status();
    }
    await settled(page, 'confirmed');
    await assertOrders(user, { confirmed: 1 });
  });
});
