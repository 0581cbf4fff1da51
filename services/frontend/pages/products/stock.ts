import type { Product } from '../../products/product.ts';
import { count } from '../format/format.ts';
import { type Html, html } from '../html.ts';
import type { PageContext } from '../request/page-context.ts';

/** Below this stock, pages show how many are left. */
const lowStock = 100;

export function stock({ language, words }: PageContext, { available }: Product): Html {
  if (available === 0) return html`<p class="stock stock-none">${words.products.soldOut}</p>`;
  if (available < lowStock) {
    return html`<p class="stock stock-few">${words.products.left(count(available, language))}</p>`;
  }
  return html`<p class="stock">${words.products.inStock}</p>`;
}
