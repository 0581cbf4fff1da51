import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchBrowser } from './support/browser.ts';
import { environment } from './support/environment.ts';

let browser: Browser;
before(async () => {
  browser = await launchBrowser();
});
after(() => browser.close());

for (const [api, texts] of Object.entries({
  http: ['Creates an account', 'Streams the current status of an order'],
  events: ['order-worker receives from orders', 'order.placed.v1'],
})) {
  it(`/docs?api=${api} shows the contract, links to the other one, and loads nothing from elsewhere`, async () => {
    const page = await browser.newPage({ baseURL: environment.frontendUrl });
    const elsewhere: string[] = [];
    const errors: string[] = [];
    page.on('request', (request) => {
      if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).origin !== environment.frontendUrl) {
        elsewhere.push(request.url());
      }
    });
    page.on('pageerror', (error) => errors.push(error.message));
    // The renderer is a large script.
    page.setDefaultTimeout(180_000);
    await page.goto(`/docs?api=${api}`);
    for (const text of texts) await page.locator('#docs').getByText(text).first().waitFor({ state: 'attached' });
    assert.equal(await page.getAttribute('.docs-header [aria-current]', 'data-api'), api);
    const other = api === 'http' ? 'events' : 'http';
    // In the header, and in the description.
    assert.equal(await page.getAttribute(`[data-api="${other}"]`, 'href'), `/docs?api=${other}`);
    await page.locator(`#docs a[href$="/docs?api=${other}"]`).first().waitFor({ state: 'attached' });
    assert.deepEqual(elsewhere, []);
    assert.deepEqual(errors, []);
    await page.close();
  });
}
