import { Problem } from '#platform/http/problem.ts';
import { picturePath } from '../../assets.ts';
import { maxQuantity } from '../../cart/cart.ts';
import type { Shop } from '../../shop.ts';
import { euros } from '../format/format.ts';
import { html } from '../html.ts';
import type { Page } from '../layout/page.ts';
import type { PageContext } from '../request/page-context.ts';
import { stock } from './stock.ts';

/**
 * Returns the page of one product.
 * @throws {Problem} 404 if the product does not exist
 */
export async function productPage({ products }: Shop, context: PageContext, id: unknown): Promise<Page> {
  const { language, words } = context;
  const product = (await products.recent()).find((product) => product.id === id);
  if (product === undefined) throw new Problem(404);
  const name = product.name[language];
  return {
    title: name,
    entry: 'products',
    body: html`
      <p class="breadcrumb-line"><a href="/products">← ${words.products.back}</a></p>
      <article class="product">
        <img class="product-picture" src="${picturePath(product.id)}" width="400" height="300" alt="">
        <div class="product-text">
          <h1>${name}</h1>
          <p class="price price-large">${euros(product.priceCents, language)}</p>
          <p class="lead">${product.description[language]}</p>
          ${stock(context, product)}
          <form method="post" action="/cart" class="add-form" data-replace="#cart-count" data-done="${words.products.added}">
            <input type="hidden" name="intent" value="add">
            <input type="hidden" name="product" value="${product.id}">
            <div>
              <label class="form-label" for="quantity">${words.products.quantity}</label>
              <input class="form-control quantity" id="quantity" name="quantity" type="number" min="1" max="${maxQuantity}" value="1" required>
            </div>
            <button class="btn btn-primary btn-lg"${product.available === 0 && ' disabled'}>${words.products.add}</button>
          </form>
          <ul class="ticks">${words.products.promise.map((one) => html`<li>${one}</li>`)}</ul>
        </div>
      </article>`,
  };
}
