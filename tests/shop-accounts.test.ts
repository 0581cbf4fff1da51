import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import type { BrowserContext } from 'playwright-core';
import { serve } from '#platform/http/http.testkit.ts';
import { text } from './support/browser.ts';
import { environment } from './support/environment.ts';
import { assertOrders } from './support/ledger.ts';
import { choose, register, useShop } from './support/shopper.ts';

const visit = useShop();

const sessionOf = async (context: BrowserContext) =>
  (await context.cookies()).find(({ name }) => name === 'session')?.value;

describe('an account in the shop', () => {
  it('is refused with the reason beside the field, and the input is kept', async () => {
    await using visitor = await visit();
    const { page } = visitor;
    await page.goto('/register');
    await page.fill('#username', 'Élodie');
    await page.fill('#password', 'short');
    await page.click('main button');
    await page.waitForSelector('#username-rule.rule-broken');
    await page.waitForSelector('#password-rule.rule-broken');
    assert.equal(await page.inputValue('#username'), 'Élodie');
    await page.fill('#username', 'admin');
    await page.fill('#password', 'long enough');
    await page.click('main button');
    await page.waitForSelector('.fault');
    assert.equal(await text(page, '.fault'), 'Ce nom est déjà pris. Choisissez-en un autre.');
    await page.goto('/login');
    await page.fill('#username', 'admin');
    await page.fill('#password', 'wrong');
    await page.click('main button');
    await page.waitForSelector('.fault');
    assert.equal(await text(page, '.fault'), 'Nom d’utilisateur ou mot de passe incorrect.');
  });

  it('gets a new session with each login, in a cookie that scripts cannot read, and keeps the cart', async () => {
    await using visitor = await visit();
    const { page, context } = visitor;
    await choose(page, 'souris-gaming', 2);
    const credentials = { username: `shopper-${randomUUID()}`, password: randomUUID() };
    await page.goto('/register');
    await page.fill('#username', credentials.username);
    await page.fill('#password', credentials.password);
    await page.click('main button');
    await page.waitForURL(`${environment.frontendUrl}/`);
    assert.equal(await page.evaluate('document.cookie'), '');
    for (const cookie of await context.cookies()) {
      assert.ok(cookie.httpOnly, cookie.name);
      assert.equal(cookie.sameSite, 'Lax', cookie.name);
    }
    const first = await sessionOf(context);
    await page.click('.user button');
    await page.waitForSelector('a[href="/login"]');
    assert.equal(await sessionOf(context), undefined);
    assert.equal(await text(page, '#cart-count'), '2');
    await page.goto('/login?next=//elsewhere.example');
    await page.fill('#username', credentials.username);
    await page.fill('#password', credentials.password);
    await page.click('main button');
    await page.waitForURL(`${environment.frontendUrl}/`);
    assert.notEqual(await sessionOf(context), first);
  });

  it('is not affected by forms of another site', async () => {
    await using visitor = await visit();
    const { page, context } = visitor;
    await choose(page, 'souris-gaming');
    const user = await register(page, '/checkout');
    const cart = (await context.cookies()).find(({ name }) => name === 'cart')?.value ?? '';
    await using elsewhere = await serve((_request, response) => {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(`<form method="post" action="${environment.frontendUrl}/checkout">
        <input name="cart" value="${cart}"><button>win</button></form>`);
    });
    // Another port is the same site, so cookies are sent, but another origin.
    await page.goto(elsewhere.url);
    const answered = page.waitForResponse((response) => response.url().endsWith('/checkout'));
    await page.click('button');
    assert.equal((await answered).status(), 403);
    assert.equal(await text(page, 'h1'), 'Demande refusée');
    await assertOrders(user, {});
  });
});
