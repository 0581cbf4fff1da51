import { picturePath } from '../../assets.ts';
import { encodeCart } from '../../cart/cart-text.ts';
import type { Shop } from '../../shop.ts';
import { lineName, type PricedLine, priceLines, totals, warning } from '../cart/priced-lines.ts';
import { euros } from '../format/format.ts';
import { type Html, html } from '../html.ts';
import type { Page } from '../layout/page.ts';
import type { PageContext } from '../request/page-context.ts';

/** Returns the page that shows the cart once more and places the order; undefined if the cart is empty. */
export async function checkoutPage(shop: Shop, context: PageContext): Promise<Page | undefined> {
  const { words, cart, user } = context;
  const lines = await priceLines(shop, context);
  if (lines.length === 0) return undefined;
  return {
    title: words.checkout.title,
    entry: 'cart',
    body: html`
      <h1>${words.checkout.title}</h1>
      <div class="columns">
        <ul class="cart-lines">
          ${lines.map((line) => checkoutLine(context, line))}
        </ul>
        <section class="summary" aria-labelledby="summary">
          <h2 id="summary">${words.checkout.summary}</h2>
          ${user && html`<p>${words.checkout.as(user.name)}</p>`}
          ${totals(context, lines)}
          <form method="post" action="/checkout" data-once>
            <input type="hidden" name="cart" value="${encodeCart(cart)}">
            <button class="btn btn-primary btn-lg w-100">${words.checkout.pay}</button>
          </form>
          <a class="btn btn-link w-100" href="/cart">${words.checkout.change}</a>
          <p class="small-print">${words.checkout.note} ${words.checkout.demo}</p>
        </section>
      </div>`,
  };
}

function checkoutLine(context: PageContext, line: PricedLine): Html {
  const { language } = context;
  return html`
          <li class="line line-small">
            <img src="${picturePath(line.productId)}" width="400" height="300" alt="">
            <div class="line-text">
              <h2>${lineName(line, context)}</h2>
              <p class="each">${line.product && html`${line.quantity} × ${euros(line.product.priceCents, language)}`}</p>
              ${warning(context, line)}
            </div>
            <p class="price">${line.product && euros(line.product.priceCents * line.quantity, language)}</p>
          </li>`;
}
