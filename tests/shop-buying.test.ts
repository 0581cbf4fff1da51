import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { loadPictures, text } from './support/browser.ts';
import { choose, pay, settled, useShop } from './support/shopper.ts';

const visit = useShop();

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
      it(`sells to a new customer, ${how}`, async () => {
        await using visitor = await visit({ locale, javaScriptEnabled });
        const { page } = visitor;
        await page.goto('/');
        assert.equal(await page.getAttribute('html', 'lang'), words.lang);
        assert.equal(await text(page, 'nav ul'), words.menu);
        assert.equal(await page.locator('.product-card').count(), 10);
        assert.equal(await text(page, '.product-card .price'), words.price);

        // Add one product with the button on its card, and another one on its page.
        const answered = page.waitForResponse((response) => response.url().endsWith('/cart') && response.ok());
        await page.click('.product-card:first-child button');
        await answered;
        await choose(page, 'souris-gaming', 3);
        await page.goto('/cart');
        assert.equal(await text(page, '#cart-count'), '4');
        await page.fill('#quantity-1', '2');
        // Without scripts, Enter submits the form; with scripts, the change event does.
        await page.press('#quantity-1', 'Enter');
        await page.waitForSelector('#cart-count:text-is("3")');
        assert.equal(await text(page, '.totals-sum dd'), words.total);

        // A visitor without a login must log in or register, then returns to the checkout with the same cart.
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

  it('keeps the chosen language, and stays on the page', async () => {
    await using visitor = await visit();
    const { page } = visitor;
    await page.goto('/products/casque-sans-fil');
    assert.equal(await text(page, 'h1'), 'Casque sans fil');
    await page.click('.languages [value=en]');
    await page.waitForSelector('html[lang=en]');
    assert.equal(await text(page, 'h1'), 'Wireless Headphones');
    await page.goto('/');
    assert.equal(await page.getAttribute('html', 'lang'), 'en');
  });

  it('links from an empty cart back to the products', async () => {
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

  it('loads at most 150 KB for the home page', async () => {
    await using visitor = await visit();
    const { page, context } = visitor;
    const network = await context.newCDPSession(page);
    let bytes = 0;
    network.on('Network.loadingFinished', ({ encodedDataLength }) => {
      bytes += encodedDataLength;
    });
    await network.send('Network.enable');
    // Telemetry is sent last, after everything else is loaded.
    const telemetrySent = page.waitForResponse((response) => response.url().endsWith('/telemetry'));
    await page.goto('/');
    await page.evaluate(loadPictures);
    await telemetrySent;
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
