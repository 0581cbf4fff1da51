import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { serve } from '#platform/http/http.testkit.ts';
import { assertAccessible, launchBrowser, loadPictures, newVisitor, text } from './support/browser.ts';
import { signUp, until } from './support/customer.ts';
import { environment, start, stop } from './support/environment.ts';
import { Frontend } from './support/frontend.ts';
import { assertOrders, query } from './support/ledger.ts';

let browser: Browser;
before(async () => {
  browser = await launchBrowser();
});
after(() => browser.close());

const visit = (options?: BrowserContextOptions) =>
  newVisitor(browser, { baseURL: environment.frontendUrl, ...options });

/** Puts a product into the cart, as anyone can without scripts. */
async function choose(page: Page, product: string, quantity = 1): Promise<void> {
  await page.goto(`/products/${product}`);
  await page.fill('#quantity', String(quantity));
  const answered = page.waitForResponse((response) => new URL(response.url()).pathname === '/cart' && response.ok());
  await page.click('.add-form button');
  await answered;
}

/** Creates an account on the page of the shop; returns its id. */
async function register(page: Page, next = '/'): Promise<string> {
  const username = `shopper-${randomUUID()}`;
  await page.goto(`/register?next=${encodeURIComponent(next)}`);
  await page.fill('#username', username);
  await page.fill('#password', randomUUID());
  await page.click('main button');
  await page.waitForURL(`**${next}`);
  const [user] = await query<{ id: string }>('SELECT id FROM users.users WHERE username = ?', [username]);
  return user?.id ?? '';
}

/** Confirms the order of the checkout page; returns its id. */
async function pay(page: Page): Promise<string> {
  await page.click('main form[action="/checkout"] button');
  await page.waitForURL('**/orders/*');
  return new URL(page.url()).pathname.split('/').at(-1) ?? '';
}

const settled = (page: Page, status: string) => page.waitForSelector(`#order[data-status=${status}]`);

const sessionOf = async (context: BrowserContext) =>
  (await context.cookies()).find(({ name }) => name === 'session')?.value;

describe('the shop', () => {
  for (const { locale, words } of [
    {
      locale: 'fr-FR',
      words: {
        lang: 'fr',
        menu: 'Accueil Produits Panier 0 Connexion Inscription',
        price: '1 299,99 €',
        total: '1 399,97 €',
        pay: 'Confirmer et payer',
        confirmed: 'Confirmée',
      },
    },
    {
      locale: 'en-GB',
      words: {
        lang: 'en',
        menu: 'Home Products Cart 0 Log in Sign up',
        price: '€1,299.99',
        total: '€1,399.97',
        pay: 'Confirm and pay',
        confirmed: 'Confirmed',
      },
    },
  ]) {
    for (const javaScriptEnabled of [true, false]) {
      const how = `in ${words.lang} ${javaScriptEnabled ? 'with' : 'without'} scripts`;
      it(`sells to someone new, ${how}`, async () => {
        await using visitor = await visit({ locale, javaScriptEnabled });
        const { page } = visitor;
        await page.goto('/');
        assert.equal(await page.getAttribute('html', 'lang'), words.lang);
        assert.equal(await text(page, 'nav ul'), words.menu);
        assert.equal(await page.locator('.product-card').count(), 10);
        assert.equal(await text(page, '.product-card .price'), words.price);

        // The cheapest way to a product is the button of its card; the other goes through its page.
        const answered = page.waitForResponse((response) => response.url().endsWith('/cart') && response.ok());
        await page.click('.product-card:first-child button');
        await answered;
        await choose(page, 'souris-gaming', 3);
        await page.goto('/cart');
        assert.equal(await text(page, '#cart-count'), '4');
        await page.fill('#quantity-1', '2');
        // Without scripts the button sends the form, with scripts the change does.
        await page.press('#quantity-1', 'Enter');
        await page.waitForSelector('#cart-count:text-is("3")');
        assert.equal(await text(page, '.totals-sum dd'), words.total);

        // Who is not logged in is asked to, or to register, and comes back to what was wanted; the cart stays.
        await page.click('.summary .btn-primary');
        await page.waitForURL('**/login?next=*');
        await page.click('.other a');
        await page.fill('#username', `shopper-${randomUUID()}`);
        await page.fill('#password', randomUUID());
        await page.click('main button');
        await page.waitForURL('**/checkout');
        assert.equal(await text(page, '.totals-sum dd'), words.total);
        assert.equal(await text(page, 'main form button'), words.pay);
        await pay(page);
        await settled(page, 'confirmed');
        assert.equal(await text(page, '.badge-status'), words.confirmed);
        assert.equal(await text(page, '.totals-sum dd'), words.total);
        assert.equal(await text(page, '#cart-count'), '0');
        assert.equal(await page.locator('.steps time').count(), 2);

        await page.goto('/orders');
        assert.equal(await text(page, '.order-row .price'), words.total);
        await page.click('.order-row a');
        await page.click('.order-forms .btn-outline-danger');
        await settled(page, 'cancelled');
      });
    }
  }

  it('keeps the language that was chosen, and stays on the page', async () => {
    await using visitor = await visit();
    const { page } = visitor;
    await page.goto('/products/casque-sans-fil');
    assert.equal(await text(page, 'h1'), 'Casque Sans Fil');
    await page.click('.languages [value=en]');
    await page.waitForSelector('html[lang=en]');
    assert.equal(await text(page, 'h1'), 'Wireless Headphones');
    await page.goto('/');
    assert.equal(await page.getAttribute('html', 'lang'), 'en');
  });

  it('leads from an empty cart back to the products', async () => {
    await using visitor = await visit();
    const { page } = visitor;
    await page.goto('/cart');
    assert.match(await text(page, '#cart'), /^Votre panier est vide/);
    await page.click('#cart a');
    await page.waitForURL('**/products');
    await choose(page, 'webcam-hd');
    await page.goto('/cart');
    await page.click('[aria-label="Retirer Webcam HD du panier"]');
    await page.waitForSelector('#cart .empty');
    assert.equal(await text(page, '#cart-count'), '0');
  });

  it('weighs at most 150 KB on the home page', async () => {
    await using visitor = await visit();
    const { page, context } = visitor;
    const network = await context.newCDPSession(page);
    let bytes = 0;
    network.on('Network.loadingFinished', ({ encodedDataLength }) => {
      bytes += encodedDataLength;
    });
    await network.send('Network.enable');
    // Telemetry comes last, when all else is there.
    const told = page.waitForResponse((response) => response.url().endsWith('/telemetry'));
    await page.goto('/');
    await page.evaluate(loadPictures);
    await told;
    assert.ok(bytes > 20_000 && bytes < 150_000, `${bytes}`);
    console.log(`home page: ${bytes} bytes`);
  });

  it('can be used with the keyboard', async () => {
    await using visitor = await visit();
    const { page } = visitor;
    await page.goto('/products/souris-gaming');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate('document.activeElement.className'), 'skip-link');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate('document.activeElement.id'), 'main');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate('document.activeElement.id'), 'quantity');
    const answered = page.waitForResponse((response) => response.url().endsWith('/cart') && response.ok());
    await page.keyboard.press('Enter');
    await answered;
    await page.waitForSelector('#cart-count:text-is("1")');
    assert.equal(await text(page, '#announcer'), 'Ajouté au panier');
  });
});

describe('an order on its page', () => {
  it('is rejected, and says why, when the stock runs out between cart and checkout', async () => {
    await using visitor = await visit();
    const { page } = visitor;
    const product = 'montre-connectee';
    await choose(page, product);
    await register(page, '/checkout');
    const faster = await signUp();
    const shown = (await (await faster.request('GET', `/api/products/${product}`)).json()) as { available: number };
    const { orderId } = await faster.place([{ productId: product, quantity: shown.available }]);
    assert.equal(await faster.settled(orderId), 'confirmed');
    await pay(page);
    await settled(page, 'rejected');
    assert.equal(await text(page, '.order-reason'), 'Il n’y a plus assez de stock pour l’un des articles.');
    await page.click('.order-forms .btn-primary');
    await page.waitForURL('**/cart');
    // The stock that is shown is a second old at most.
    await until(async () => {
      await page.reload();
      return (await page.locator('.warning').count()) > 0 ? true : undefined;
    });
    assert.equal(await text(page, '.warning'), 'Épuisé');
    await faster.request('POST', `/api/orders/${orderId}/cancellation`);
  });

  it('waits while the product worker is away, and moves on by itself when it is back', async () => {
    await using visitor = await visit();
    const { page } = visitor;
    await choose(page, 'souris-gaming');
    await register(page, '/checkout');
    await stop('product-worker');
    try {
      await pay(page);
      await settled(page, 'pending');
      await page.evaluate('window.sameDocument = true');
      assert.match(await text(page, '.step-next'), /^Réservation du stock/);
    } finally {
      await start('product-worker');
    }
    await settled(page, 'confirmed');
    assert.equal(await page.evaluate('window.sameDocument'), true);
    assert.equal(await text(page, '#announcer'), 'Confirmée');
  });

  it('is one order, however often it is sent', async () => {
    await using visitor = await visit();
    const { page, context } = visitor;
    await choose(page, 'souris-gaming');
    const user = await register(page, '/checkout');
    const tab = await context.newPage();
    await tab.goto('/checkout');
    // A script of the page stops the second click of a double click: without it both are sent.
    await using impatient = await visit({ javaScriptEnabled: false, storageState: await context.storageState() });
    await impatient.page.goto('/checkout');
    await impatient.page.dblclick('main form button');
    // Not waitForURL, which fails if the second click aborts the navigation of the first one.
    await until(async () => (/\/orders\/[^/]+$/.test(impatient.page.url()) ? true : undefined));
    const id = await pay(page);
    await settled(page, 'confirmed');
    assert.equal(await pay(tab), id);
    await page.reload();
    await page.goBack();
    await assertOrders(user, { confirmed: 1 });
    // The cart was ordered: what is put in now is another order.
    await choose(page, 'souris-gaming');
    await page.goto('/checkout');
    assert.notEqual(await pay(page), id);
    await settled(page, 'confirmed');
    await assertOrders(user, { confirmed: 2 });
  });

  it('is not placed again for a cart that was changed after it was lost on the way', async () => {
    await using visitor = await visit();
    const { page, context } = visitor;
    await choose(page, 'souris-gaming');
    const user = await register(page, '/checkout');
    const lost = await context.cookies();
    const id = await pay(page);
    await settled(page, 'confirmed');
    // The browser never saw the answer: it has the cart of before.
    await context.addCookies(lost.filter(({ name }) => name === 'cart'));
    await choose(page, 'webcam-hd');
    await page.goto('/checkout');
    assert.equal(await pay(page), id);
    assert.match(await text(page, '.notice'), /^Ce panier avait déjà été commandé/);
    await assertOrders(user, { confirmed: 1 });
    assert.equal(await text(page, '#cart-count'), '2');
  });

  it('is another customer’s secret', async () => {
    await using visitor = await visit();
    const { page } = visitor;
    const other = await signUp();
    const { orderId } = await other.place();
    await register(page);
    const answer = await page.goto(`/orders/${orderId}`);
    assert.equal(answer?.status(), 404);
  });
});

describe('an account', () => {
  it('is refused with a reason beside the field, and keeps what was entered', async () => {
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

  it('has a new session with each login, in a cookie that no script sees; the cart stays', async () => {
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
    // Tokens of the same second would be the same.
    await page.waitForTimeout(1_000);
    await page.goto('/login?next=//elsewhere.example');
    await page.fill('#username', credentials.username);
    await page.fill('#password', credentials.password);
    await page.click('main button');
    await page.waitForURL(`${environment.frontendUrl}/`);
    assert.notEqual(await sessionOf(context), first);
  });

  it('does nothing for the forms of another site', async () => {
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
    // Another port is the same site, so that the cookies are sent, and another origin.
    await page.goto(elsewhere.url);
    const answered = page.waitForResponse((response) => response.url().endsWith('/checkout'));
    await page.click('button');
    assert.equal((await answered).status(), 403);
    assert.equal(await text(page, 'h1'), 'Demande refusée');
    await assertOrders(user, {});
  });
});

describe('an error', () => {
  it('has a page, in both languages', async () => {
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

  it('is a page for who asks too often, with the time to wait', async () => {
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

  it('of a broker that is away keeps the cart; the order can be sent again from the page, and is one', async () => {
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
      assert.equal(await text(page, 'h1'), 'La boutique est très occupée');
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

describe('axe finds nothing', () => {
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
