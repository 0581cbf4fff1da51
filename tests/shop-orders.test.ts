import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { text } from './support/browser.ts';
import { signUp } from './support/customer.ts';
import { start, stop } from './support/environment.ts';
import { assertOrders } from './support/ledger.ts';
import { choose, pay, register, settled, useShop } from './support/shopper.ts';
import { until } from './support/until.ts';

const visit = useShop();

describe('the order page', () => {
  it('shows a rejection and its reason if the stock runs out between cart and checkout', async () => {
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
    assert.equal(await text(page, '.order-reason'), 'L’un des articles n’est plus disponible en quantité suffisante.');
    await page.click('.order-forms .btn-primary');
    await page.waitForURL('**/cart');
    // The page may show stock that is up to a second old.
    await until('the cart shows that the product is sold out', async () => {
      await page.reload();
      return (await page.locator('.warning').count()) > 0;
    });
    assert.equal(await text(page, '.warning'), 'Épuisé');
    await faster.request('POST', `/api/orders/${orderId}/cancellation`);
  });

  it('shows a pending order while the product worker is stopped, and updates by itself afterward', async () => {
    await using visitor = await visit();
    const { page } = visitor;
    await choose(page, 'souris-gaming');
    await register(page, '/checkout');
    await stop('product-worker');
    try {
      await pay(page);
      await settled(page, 'pending');
      await page.evaluate('window.sameDocument = true');
      assert.match(await text(page, '.step-next'), /^Réservation des articles/);
    } finally {
      await start('product-worker');
    }
    await settled(page, 'confirmed');
    assert.equal(await page.evaluate('window.sameDocument'), true);
    assert.equal(await text(page, '#announcer'), 'Confirmée');
  });

  it('shows the same order, however often the checkout is submitted', async () => {
    await using visitor = await visit();
    const { page, context } = visitor;
    await choose(page, 'souris-gaming');
    const user = await register(page, '/checkout');
    const tab = await context.newPage();
    await tab.goto('/checkout');
    // The page's script ignores the second click of a double click. Without scripts, both are sent.
    await using impatient = await visit({ javaScriptEnabled: false, storageState: await context.storageState() });
    await impatient.page.goto('/checkout');
    await impatient.page.dblclick('main form button');
    // Not waitForURL, which fails if the second click aborts the navigation of the first one.
    await until('the page of the order is open', () => /\/orders\/[^/]+$/.test(impatient.page.url()));
    const id = await pay(page);
    await settled(page, 'confirmed');
    assert.equal(await pay(tab), id);
    await page.reload();
    await page.goBack();
    await assertOrders(user, { confirmed: 1 });
    // After an order, the cart is new, and its checkout is another order.
    await choose(page, 'souris-gaming');
    await page.goto('/checkout');
    assert.notEqual(await pay(page), id);
    await settled(page, 'confirmed');
    await assertOrders(user, { confirmed: 2 });
  });

  it('shows the first order if a cart was changed after the response to its checkout was lost', async () => {
    await using visitor = await visit();
    const { page, context } = visitor;
    await choose(page, 'souris-gaming');
    const user = await register(page, '/checkout');
    const lost = await context.cookies();
    const id = await pay(page);
    await settled(page, 'confirmed');
    // The browser did not receive the response, so it still has the earlier cart.
    await context.addCookies(lost.filter(({ name }) => name === 'cart'));
    await choose(page, 'webcam-hd');
    await page.goto('/checkout');
    assert.equal(await pay(page), id);
    assert.match(await text(page, '.notice'), /^Vous aviez déjà commandé ce panier/);
    await assertOrders(user, { confirmed: 1 });
    assert.equal(await text(page, '#cart-count'), '2');
  });

  it('places the same order again in slow motion, so that its steps can be watched', async () => {
    await using visitor = await visit({ locale: 'en-GB' });
    const { page } = visitor;
    await choose(page, 'souris-gaming', 2);
    const user = await register(page, '/checkout');
    const id = await pay(page);
    await settled(page, 'confirmed');
    await page.getByRole('button', { name: 'Order the same in slow motion' }).click();
    await page.waitForURL((url) => !url.pathname.endsWith(id));
    assert.match(await text(page, '.step-next'), /Reserving the items/);
    await settled(page, 'confirmed');
    const waited = /([\d.]+) s later/.exec(await text(page, '.steps'))?.[1] ?? '';
    assert.ok(Number(waited) >= 2, waited);
    await assertOrders(user, { confirmed: 2 });
  });

  it('responds with 404 for the order of another customer', async () => {
    await using visitor = await visit();
    const { page } = visitor;
    const other = await signUp();
    const { orderId } = await other.place();
    await register(page);
    const answer = await page.goto(`/orders/${orderId}`);
    assert.equal(answer?.status(), 404);
  });
});
