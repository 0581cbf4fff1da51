import { after, before } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchBrowser, browserOf as visitorOf } from './browser.ts';
import type { Customer } from './customer.ts';
import { environment } from './environment.ts';

/** Starts a browser for the tests of a file. Returns a function that opens the shop for a user who is logged in. */
export function useOperationsPage() {
  let browser: Browser;
  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());
  // Reduced motion, because axe must not measure a color during a transition.
  return (user: Pick<Customer, 'authorization'>, options: BrowserContextOptions = {}) =>
    visitorOf(browser, user, { baseURL: environment.frontendUrl, reducedMotion: 'reduce', ...options });
}

/** Waits until the page, which refreshes by itself, shows a text. */
export const says = (page: Page, selector: string, said: RegExp) =>
  page.locator(selector).filter({ hasText: said }).first().waitFor({ timeout: 120_000 });
