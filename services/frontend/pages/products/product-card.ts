import { picturePath } from '../../assets.ts';
import type { Product } from '../../products/product.ts';
import { euros } from '../format/format.ts';
import { type Html, html } from '../html.ts';
import type { PageContext } from '../request/page-context.ts';
import { stock } from './stock.ts';

export const productCards = (context: PageContext, products: readonly Product[]): Html =>
  html`<ul class="products">${products.map((product) => card(context, product))}</ul>`;

function card(context: PageContext, product: Product): Html {
  const { language, words } = context;
  const name = product.name[language];
  return html`
        <li class="product-card">
          <img src="${picturePath(product.id)}" width="400" height="300" alt="" loading="lazy">
          <div class="product-card-text">
            <h3><a class="stretched-link" href="/products/${product.id}">${name}</a></h3>
            ${stock(context, product)}
            <div class="product-card-foot">
              <span class="price">${euros(product.priceCents, language)}</span>
              <form method="post" action="/cart" data-replace="#cart-count" data-done="${words.products.added}">
                <input type="hidden" name="intent" value="add">
                <input type="hidden" name="product" value="${product.id}">
                <input type="hidden" name="quantity" value="1">
                <button class="btn btn-primary btn-add" aria-label="${words.products.addOne(name)}"${product.available === 0 && ' disabled'}>+</button>
              </form>
            </div>
          </div>
        </li>`;
}
