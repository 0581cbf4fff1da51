import type { Shop } from '../../shop.ts';
import { html } from '../html.ts';
import type { Page } from '../layout/page.ts';
import type { PageContext } from '../request/page-context.ts';
import { productCards } from './product-card.ts';

export async function productsPage({ products }: Shop, context: PageContext): Promise<Page> {
  const all = await products.recent();
  const { words } = context;
  return {
    title: words.products.title,
    entry: 'products',
    body: html`
      <h1>${words.products.title}</h1>
      <p class="lead">${words.products.lead(all.length)}</p>
      <h2 class="visually-hidden">${words.products.back}</h2>
      ${productCards(context, all)}`,
  };
}
