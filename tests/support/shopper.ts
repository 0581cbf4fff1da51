import { randomUUID } from 'node:crypto';
import { after, before } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchBrowser, newVisitor } from './browser.ts';
import { environment } from './environment.ts';
import { query } from './ledger.ts';

/** Starts a browser for the tests of a file. Returns a function that opens the shop as a new visitor. */
export function useShop() {
  let browser: Browser;
  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());
  return (options?: BrowserContextOptions) => newVisitor(browser, { baseURL: environment.frontendUrl, ...options });
}

/** Puts a product into the cart on the product's page, which works with and without scripts. */
export async function choose(page: Page, product: string, quantity = 1): Promise<void> {
  await page.goto(`/products/${product}`);
  await page.fill('#quantity', String(quantity));
  const answered = page.waitForResponse((response) => new URL(response.url()).pathname === '/cart' && response.ok());
  await page.click('.add-form button');
  await answered;
}

/** Creates an account on the registration page. Returns the user id. */
export async function register(page: Page, next = '/'): Promise<string> {
  const username = `shopper-${randomUUID()}`;
  await page.goto(`/register?next=${encodeURIComponent(next)}`);
  await page.fill('#username', username);
  await page.fill('#password', randomUUID());
  await page.click('main button');
  await page.waitForURL(`**${next}`);
  const [user] = await query<{ id: string }>('SELECT id FROM users.users WHERE username = ?', [username]);
  return user?.id ?? '';
}

/** Confirms the order on the checkout page. Returns the order id. */
export async function pay(page: Page): Promise<string> {
  await page.click('main form[action="/checkout"] button');
  await page.waitForURL('**/orders/*');
  return new URL(page.url()).pathname.split('/').at(-1) ?? '';
}

/** Waits until the order page shows this status. */
export const settled = (page: Page, status: string) => page.waitForSelector(`#order[data-status=${status}]`);
