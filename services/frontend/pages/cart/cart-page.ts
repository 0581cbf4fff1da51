import { picturePath } from '../../assets.ts';
import { countOf, encode, type Line, mostOfOne } from '../../cart/cart.ts';
import type { Product } from '../../products/products.ts';
import type { Shop } from '../../shop.ts';
import { count, euros } from '../format/format.ts';
import { type Html, html } from '../html.ts';
import type { Page } from '../layout/layout.ts';
import type { Visit } from '../request/page-context.ts';

interface PricedLine extends Line {
  /** Undefined when there is no such product any more. */
  product: Product | undefined;
}

/** What is in the cart, with the prices of the catalogue. The workers decide what an order really costs. */
async function priced({ catalogue }: Shop, { cart }: Visit): Promise<PricedLine[]> {
  if (cart.lines.length === 0) return [];
  const products = new Map((await catalogue.recent()).map((product) => [product.id, product]));
  return cart.lines.map((line) => ({ ...line, product: products.get(line.productId) }));
}

const totalCents = (lines: readonly PricedLine[]): number =>
  lines.reduce((sum, { product, quantity }) => sum + (product?.priceCents ?? 0) * quantity, 0);

const nameOf = ({ product, productId }: PricedLine, { language }: Visit): string =>
  product?.name[language] ?? productId;

/** The cart. */
export async function cartPage(shop: Shop, visit: Visit): Promise<Page> {
  const { words } = visit;
  const lines = await priced(shop, visit);
  return {
    title: words.cart.title,
    entry: 'cart',
    body: html`
      <h1>${words.cart.title}</h1>
      <div id="cart">${lines.length === 0 ? empty(visit) : full(visit, lines)}</div>`,
  };
}

const empty = ({ words }: Visit): Html => html`
      <div class="empty">
        <p class="lead">${words.cart.empty}</p>
        <p>${words.cart.emptyLead}</p>
        <a class="btn btn-primary" href="/products">${words.cart.browse}</a>
      </div>`;

const full = (visit: Visit, lines: readonly PricedLine[]): Html => html`
      <div class="columns">
        <ul class="lines">${lines.map((line, n) => cartLine(visit, line, n))}</ul>
        <section class="summary" aria-labelledby="summary">
          <h2 id="summary">${visit.words.checkout.summary}</h2>
          ${totals(visit, lines)}
          <a class="btn btn-primary btn-lg w-100" href="/checkout">${visit.words.cart.checkout}</a>
          <a class="btn btn-link w-100" href="/products">${visit.words.cart.goOn}</a>
        </section>
      </div>`;

function cartLine(visit: Visit, line: PricedLine, n: number): Html {
  const { language, words } = visit;
  const { product, productId, quantity } = line;
  const name = nameOf(line, visit);
  return html`
          <li class="line">
            <img src="${picturePath(productId)}" width="400" height="300" alt="">
            <div class="line-text">
              <h2>${product ? html`<a href="/products/${productId}">${name}</a>` : name}</h2>
              ${product && html`<p class="each">${euros(product.priceCents, language)} <span>${words.cart.each}</span></p>`}
              ${warning(visit, line)}
              <div class="line-forms">
                <form method="post" action="/cart" class="quantity-form" data-replace="#cart, #cart-count" data-on="change" data-done="${words.cart.updated}">
                  <input type="hidden" name="intent" value="change">
                  <input type="hidden" name="product" value="${productId}">
                  <label class="visually-hidden" for="quantity-${n}">${words.cart.quantityOf(name)}</label>
                  <input class="form-control quantity" id="quantity-${n}" name="quantity" type="number" min="0" max="${mostOfOne}" value="${quantity}" required>
                  <button class="btn btn-outline-secondary btn-sm">${words.cart.update}</button>
                </form>
                <form method="post" action="/cart" data-replace="#cart, #cart-count" data-done="${words.cart.updated}">
                  <input type="hidden" name="intent" value="change">
                  <input type="hidden" name="product" value="${productId}">
                  <button class="btn btn-link btn-sm" name="quantity" value="0" aria-label="${words.cart.removeOf(name)}">${words.cart.remove}</button>
                </form>
              </div>
            </div>
            <p class="price">${product && euros(product.priceCents * quantity, language)}</p>
          </li>`;
}

function warning({ language, words }: Visit, { product, quantity }: PricedLine): Html | undefined {
  if (product === undefined) return html`<p class="warning">${words.cart.gone}</p>`;
  if (product.available === 0) return html`<p class="warning">${words.products.soldOut}</p>`;
  if (product.available >= quantity) return undefined;
  return html`<p class="warning">${words.cart.notEnough(count(product.available, language))}</p>`;
}

const totals = ({ language, words, cart }: Visit, lines: readonly PricedLine[]): Html => html`
          <dl class="totals">
            <div><dt>${words.cart.count(countOf(cart))}</dt><dd>${euros(totalCents(lines), language)}</dd></div>
            <div class="totals-sum"><dt>${words.cart.total}</dt><dd>${euros(totalCents(lines), language)}</dd></div>
          </dl>`;

/** What is about to be ordered, and the button that orders it. Undefined when there is nothing to order. */
export async function checkoutPage(shop: Shop, visit: Visit): Promise<Page | undefined> {
  const { language, words, cart, user } = visit;
  const lines = await priced(shop, visit);
  if (lines.length === 0) return undefined;
  return {
    title: words.checkout.title,
    entry: 'cart',
    body: html`
      <h1>${words.checkout.title}</h1>
      <div class="columns">
        <ul class="lines">
          ${lines.map(
            (line) => html`
          <li class="line line-small">
            <img src="${picturePath(line.productId)}" width="400" height="300" alt="">
            <div class="line-text">
              <h2>${nameOf(line, visit)}</h2>
              <p class="each">${line.product && html`${line.quantity} × ${euros(line.product.priceCents, language)}`}</p>
              ${warning(visit, line)}
            </div>
            <p class="price">${line.product && euros(line.product.priceCents * line.quantity, language)}</p>
          </li>`,
          )}
        </ul>
        <section class="summary" aria-labelledby="summary">
          <h2 id="summary">${words.checkout.summary}</h2>
          ${user && html`<p>${words.checkout.as(user.name)}</p>`}
          ${totals(visit, lines)}
          <form method="post" action="/checkout" data-once>
            <input type="hidden" name="cart" value="${encode(cart)}">
            <button class="btn btn-primary btn-lg w-100">${words.checkout.pay}</button>
          </form>
          <a class="btn btn-link w-100" href="/cart">${words.checkout.change}</a>
          <p class="small-print">${words.checkout.note} ${words.checkout.demo}</p>
        </section>
      </div>`,
  };
}
