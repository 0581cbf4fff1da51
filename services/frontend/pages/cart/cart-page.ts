import { picturePath } from '../../assets.ts';
import { maxLines, maxQuantity } from '../../cart/cart.ts';
import type { Shop } from '../../shop.ts';
import { euros } from '../format/format.ts';
import { type Html, html } from '../html.ts';
import type { Page } from '../layout/page.ts';
import type { PageContext } from '../request/page-context.ts';
import { lineName, type PricedLine, priceLines, totals, warning } from './priced-lines.ts';

/** @param limited true if the previous request added more than an order can hold */
export async function cartPage(shop: Shop, context: PageContext, limited: boolean): Promise<Page> {
  const { words } = context;
  const lines = await priceLines(shop, context);
  return {
    title: words.cart.title,
    entry: 'cart',
    body: html`
      <h1>${words.cart.title}</h1>
      <div id="cart">
        ${limited && html`<p class="notice" role="status" data-announce>${words.cart.limited(maxQuantity, maxLines)}</p>`}
        ${lines.length === 0 ? emptyCart(context) : filledCart(context, lines)}
      </div>`,
  };
}

const emptyCart = ({ words }: PageContext): Html => html`
      <div class="empty">
        <p class="lead">${words.cart.empty}</p>
        <p>${words.cart.emptyLead}</p>
        <a class="btn btn-primary" href="/products">${words.cart.browse}</a>
      </div>`;

const filledCart = (context: PageContext, lines: readonly PricedLine[]): Html => html`
      <div class="columns">
        <ul class="cart-lines">${lines.map((line, n) => cartLine(context, line, n))}</ul>
        <section class="summary" aria-labelledby="summary">
          <h2 id="summary">${context.words.checkout.summary}</h2>
          ${totals(context, lines)}
          <a class="btn btn-primary btn-lg w-100" href="/checkout">${context.words.cart.checkout}</a>
          <a class="btn btn-link w-100" href="/products">${context.words.cart.goOn}</a>
        </section>
      </div>`;

function cartLine(context: PageContext, line: PricedLine, n: number): Html {
  const { language, words } = context;
  const { product, productId, quantity } = line;
  const name = lineName(line, context);
  return html`
          <li class="line">
            <img src="${picturePath(productId)}" width="400" height="300" alt="">
            <div class="line-text">
              <h2>${product ? html`<a href="/products/${productId}">${name}</a>` : name}</h2>
              ${product && html`<p class="each">${euros(product.priceCents, language)} <span>${words.cart.each}</span></p>`}
              ${warning(context, line)}
              <div class="line-forms">
                <form method="post" action="/cart" class="quantity-form" data-replace="#cart, #cart-count" data-on="change" data-done="${words.cart.updated}">
                  <input type="hidden" name="intent" value="change">
                  <input type="hidden" name="product" value="${productId}">
                  <label class="visually-hidden" for="quantity-${n}">${words.cart.quantityOf(name)}</label>
                  <input class="form-control quantity" id="quantity-${n}" name="quantity" type="number" min="0" max="${maxQuantity}" value="${quantity}" required>
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
