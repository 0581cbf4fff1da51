import { picturePath } from '../../assets.ts';
import type { Order } from '../../orders/order.ts';
import { euros } from '../format/format.ts';
import { type Html, html } from '../html.ts';
import type { PageContext } from '../request/page-context.ts';

/** The names of products by id. */
export type ProductNames = ReadonlyMap<string, { fr: string; en: string }>;

/** Returns the section with the items of an order. `names` is used for orders that have no names and prices yet. */
export function orderItems({ language, words }: PageContext, { items, totalCents }: Order, names: ProductNames): Html {
  return html`
          <section class="summary" aria-labelledby="items">
            <h2 id="items">${words.order.items}</h2>
            <ul class="order-items">
              ${items.map(
                ({ productId, name, quantity, unitPriceCents }) => html`
              <li>
                <img src="${picturePath(productId)}" width="400" height="300" alt="">
                <a href="/products/${productId}">${(name ?? names.get(productId))?.[language] ?? productId}</a>
                <span>${quantity}${unitPriceCents !== null && html` × ${euros(unitPriceCents, language)}`}</span>
              </li>`,
              )}
            </ul>
            ${
              totalCents !== null &&
              html`<dl class="totals"><div class="totals-sum"><dt>${words.order.total}</dt><dd>${euros(totalCents, language)}</dd></div></dl>`
            }
          </section>`;
}
