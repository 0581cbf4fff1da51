import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { text } from './support/browser.ts';
import { choose, register, useShop } from './support/shopper.ts';

const visit = useShop();

/** Returns the label of the focused element. */
const focused = (page: Page) =>
  page.evaluate<string>(
    'document.activeElement.ariaLabel ?? document.activeElement.id ?? document.activeElement.tagName',
  );

/** Waits until the cart shows a number of items. */
const holds = (page: Page, count: number) => page.waitForSelector(`#cart-count:text-is("${count}")`);

/** Returns the contrast of two colors, according to WCAG 2. */
function contrast(one: string, other: string): number {
  const luminance = (color: string) => {
    const [red = 0, green = 0, blue = 0] = (color.match(/\d+/g) ?? []).map((value) => {
      const share = Number(value) / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort().toReversed();
  return (light + 0.05) / (dark + 0.05);
}

describe('the focus', () => {
  it('stays where it was when the cart changes, or goes to what took its place', async () => {
    await using visitor = await visit({ locale: 'en-GB' });
    const { page } = visitor;
    await choose(page, 'souris-gaming', 2);
    await choose(page, 'laptop-pro');
    await choose(page, 'webcam-hd');
    await page.goto('/cart');
    await page.focus('#quantity-1');
    await page.fill('#quantity-1', '4');
    await page.keyboard.press('Enter');
    await holds(page, 7);
    assert.equal(await focused(page), 'quantity-1');
    await page.getByRole('button', { name: 'Remove Laptop Pro from the cart' }).focus();
    await page.keyboard.press('Enter');
    await holds(page, 3);
    assert.equal(await focused(page), 'Remove HD Webcam from the cart');
    await page.keyboard.press('Enter');
    await holds(page, 2);
    assert.equal(await focused(page), 'Remove Gaming Mouse from the cart');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#cart .empty');
    assert.equal(await page.evaluate('document.activeElement.textContent'), 'Browse the products');
  });

  it('has a visible ring on every element', async () => {
    await using visitor = await visit({ reducedMotion: 'reduce' });
    const { page } = visitor;
    await choose(page, 'laptop-pro');
    for (const path of ['/cart', '/login', '/products/webcam-hd']) {
      await page.goto(path);
      const count = await page.locator('a[href], button, input:not([type=hidden])').count();
      for (let n = 0; n < count; n++) {
        await page.keyboard.press('Tab');
        const { name, style, width, color } = await page.evaluate<Record<string, string>>(
          `(() => {
            const { activeElement } = document;
            const { outlineStyle: style, outlineWidth: width, outlineColor: color } = getComputedStyle(activeElement);
            return { name: activeElement.outerHTML.slice(0, 80), style, width, color };
          })()`,
        );
        if (name?.startsWith('<body')) continue;
        assert.equal(`${style} ${width}`, 'solid 3px', `${path}: ${name}`);
        // The ring of the skip link lies on dark ink, the others on paper.
        const ground = name?.includes('skip-link') ? 'rgb(36, 31, 71)' : 'rgb(251, 250, 248)';
        assert.ok(contrast(color ?? '', ground) >= 3, `${path}: ${name}: ${color}`);
      }
    }
  });
});

describe('the cart', () => {
  it('says that an order cannot hold everything', async () => {
    await using visitor = await visit({ locale: 'en-GB' });
    const { page } = visitor;
    await choose(page, 'souris-gaming', 60);
    await holds(page, 60);
    await choose(page, 'souris-gaming', 60);
    await holds(page, 100);
    assert.match(await text(page, '#announcer'), /^An order can hold up to 100 of each product/);
    await using plain = await visit({ javaScriptEnabled: false });
    await choose(plain.page, 'souris-gaming', 60);
    await choose(plain.page, 'souris-gaming', 60);
    assert.match(await text(plain.page, '#cart .notice'), /^Une commande contient au plus 100 exemplaires/);
  });
});

describe('the connection', () => {
  it('is reported while it is lost, and an order can be sent when it is back', async () => {
    await using visitor = await visit({ locale: 'en-GB' });
    const { page, context } = visitor;
    await choose(page, 'souris-gaming');
    await register(page, '/checkout');
    await context.setOffline(true);
    await page.click('main form[action="/checkout"] button');
    await page.locator('#connection').filter({ hasText: 'You are offline.' }).waitFor();
    assert.equal(new URL(page.url()).pathname, '/checkout');
    await context.setOffline(false);
    await page.locator('#connection:empty').waitFor({ state: 'attached' });
    await page.click('main form[action="/checkout"] button');
    await page.waitForURL('**/orders/*');
  });

  it('says that a form is being sent', async () => {
    await using visitor = await visit({ locale: 'en-GB' });
    const { page } = visitor;
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    await page.route('**/cart', async (route) => {
      await released;
      await route.continue();
    });
    await page.goto('/products/webcam-hd');
    await page.click('.add-form button');
    await page.locator('#announcer').filter({ hasText: 'Sending…' }).waitFor();
    assert.equal(await page.getAttribute('.add-form', 'aria-busy'), 'true');
    release();
    await page.locator('#announcer').filter({ hasText: 'Added to the cart' }).waitFor();
  });
});
