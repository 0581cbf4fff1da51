import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertAccessible } from './support/browser.ts';
import { choose, pay, register, settled, useShop } from './support/shopper.ts';

const visit = useShop();

describe('axe finds no violations in the shop', () => {
  for (const viewport of [
    { width: 390, height: 844 },
    { width: 1280, height: 900 },
  ]) {
    it(`${viewport.width} pixels wide`, async () => {
      await using visitor = await visit({ viewport, reducedMotion: 'reduce' });
      const { page } = visitor;
      const fits = async () =>
        assert.ok(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), page.url());
      for (const path of ['/', '/products', '/products/montre-connectee', '/cart', '/login', '/register']) {
        await page.goto(path);
        await assertAccessible(page);
        await fits();
      }
      await choose(page, 'montre-connectee', 100);
      await choose(page, 'laptop-pro');
      await page.goto('/cart');
      await assertAccessible(page);
      await fits();
      await register(page, '/checkout');
      await assertAccessible(page);
      await fits();
      await pay(page);
      await settled(page, 'rejected');
      await assertAccessible(page);
      await fits();
      await page.goto('/orders');
      await assertAccessible(page);
      await fits();
    });
  }
});
