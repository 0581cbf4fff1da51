import { countItems, type Line } from '../../cart/cart.ts';
import type { Product } from '../../products/product.ts';
import type { Shop } from '../../shop.ts';
import { count, euros } from '../format/format.ts';
import { type Html, html } from '../html.ts';
import type { PageContext } from '../request/page-context.ts';

/** A line of the cart with its product; undefined if the product no longer exists. */
export interface PricedLine extends Line {
  product: Product | undefined;
}

/** Returns the lines of the cart with current prices. The workers decide what an order really costs. */
export async function priceLines({ products }: Shop, { cart }: PageContext): Promise<PricedLine[]> {
  if (cart.lines.length === 0) return [];
  const known = new Map((await products.recent()).map((product) => [product.id, product]));
  return cart.lines.map((line) => ({ ...line, product: known.get(line.productId) }));
}

/** Returns the name of the product, or its id if the product no longer exists. */
export const lineName = ({ product, productId }: PricedLine, { language }: PageContext): string =>
  product?.name[language] ?? productId;

const totalCents = (lines: readonly PricedLine[]): number =>
  lines.reduce((sum, { product, quantity }) => sum + (product?.priceCents ?? 0) * quantity, 0);

/** Returns a warning if the line cannot be ordered as it is. */
export function warning({ language, words }: PageContext, { product, quantity }: PricedLine): Html | undefined {
  if (product === undefined) return html`<p class="warning">${words.cart.gone}</p>`;
  if (product.available === 0) return html`<p class="warning">${words.products.soldOut}</p>`;
  if (product.available >= quantity) return undefined;
  return html`<p class="warning">${words.cart.notEnough(count(product.available, language))}</p>`;
}

export const totals = ({ language, words, cart }: PageContext, lines: readonly PricedLine[]): Html => html`
          <dl class="totals">
            <div><dt>${words.cart.count(countItems(cart))}</dt><dd>${euros(totalCents(lines), language)}</dd></div>
            <div class="totals-sum"><dt>${words.cart.total}</dt><dd>${euros(totalCents(lines), language)}</dd></div>
          </dl>`;
