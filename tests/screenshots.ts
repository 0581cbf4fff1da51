// npm run screenshots: takes screenshots of every page, at phone and desktop sizes
import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { createCommand, runCommand } from '../ops/cli/command.ts';
import { httpUrl } from '../ops/cli/values.ts';
import { displayPath, repository } from '../ops/stack/paths.ts';
import { launchBrowser, loadPictures } from './support/browser.ts';

const folder = join(repository, '.local', 'screenshots');
const viewports = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 900 } };

await runCommand(
  createCommand('npm run screenshots --', 'Takes screenshots of every page of the shop, at phone and desktop sizes.', {
    examples: ['npm run screenshots', 'npm run screenshots -- http://127.0.0.1:25000'],
    notes: `Writes the screenshots to ${displayPath(folder)}.`,
  })
    .argument('[url]', 'address of the shop', httpUrl, 'http://127.0.0.1:5000')
    .action(takeAll),
);

async function takeAll(shop: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await using browser = await launchBrowser();
  for (const [device, viewport] of Object.entries(viewports)) {
    for (const [language, locale] of [
      ['fr', 'fr-FR'],
      ['en', 'en-GB'],
    ] as const) {
      const context = await browser.newContext({ baseURL: shop, locale, viewport, reducedMotion: 'reduce' });
      await take(await context.newPage(), `${device}-${language}`);
      await context.close();
    }
  }
  console.log(`wrote the pictures into ${displayPath(folder)}`);
}

async function take(page: Page, suffix: string): Promise<void> {
  const shot = async (name: string) => {
    await page.evaluate(loadPictures);
    await page.screenshot({ path: join(folder, `${name}-${suffix}.png`), fullPage: true });
  };
  const visit = async (path: string, name: string) => {
    await page.goto(path);
    await shot(name);
  };
  await visit('/', 'home');
  await visit('/products', 'products');
  await visit('/cart', 'cart-empty');
  await visit('/nowhere', 'not-found');
  await visit('/login', 'login');
  for (const api of ['http', 'events']) {
    await page.goto(`/docs?api=${api}`);
    await page.waitForSelector('#docs h2');
    await page.screenshot({ path: join(folder, `docs-${api}-${suffix}.png`) });
  }
  for (const product of ['appareil-photo', 'casque-sans-fil']) {
    await visit(`/products/${product}`, 'product');
    await page.click('.add-form button');
    await page.waitForSelector('.toast-note.shown');
  }
  await visit('/cart', 'cart');
  await page.goto('/register?next=/checkout');
  await page.fill('#username', `shown-${randomUUID().slice(0, 8)}`);
  await page.fill('#password', 'short');
  await page.click('main button');
  await page.waitForSelector('.rule-broken');
  await shot('register-refused');
  await page.fill('#password', randomUUID());
  await page.click('main button');
  await page.waitForURL('**/checkout');
  await shot('checkout');
  await page.click('main button');
  await page.waitForURL('**/orders/*');
  await page.waitForSelector('#order[data-status=confirmed]');
  await shot('order-confirmed');
  // Without the telemetry back ends, or before they have the trace, this page shows the history of the order.
  const { pathname } = new URL(page.url());
  await page.goto(`${pathname}/journey`);
  await page.waitForSelector('.journey-picture', { timeout: 15_000 }).catch(() => undefined);
  await shot('journey');
  await page.goto(pathname);
  await page.click('.order-forms .btn-outline-danger');
  await page.waitForSelector('#order[data-status=cancelled]');
  await shot('order-cancelled');
  await page.goto('/products/montre-connectee');
  await page.fill('#quantity', '100');
  await page.click('.add-form button');
  await page.waitForSelector('.toast-note.shown');
  await visit('/cart', 'cart-warning');
  await page.goto('/checkout');
  await page.click('main button');
  await page.waitForSelector('#order[data-status=rejected]');
  await shot('order-rejected');
  await visit('/orders', 'orders');
  await page.context().clearCookies();
  await page.goto('/login?next=/operations');
  await page.fill('#username', 'admin');
  await page.fill('#password', 'admin123');
  await page.click('main button');
  await page.waitForURL('**/operations');
  await shot('operations');
  const letter = page.locator('#letters tbody a').first();
  if ((await letter.count()) === 0) return;
  await letter.click();
  await page.waitForURL('**/dead-letters/*');
  await shot('dead-letter');
}
