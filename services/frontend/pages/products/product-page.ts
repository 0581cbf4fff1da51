import { Problem } from '#platform/http/problem.ts';
import { assetPath, picturePath } from '../../assets.ts';
import { mostOfOne } from '../../cart/cart.ts';
import type { Product } from '../../products/products.ts';
import type { Shop } from '../../shop.ts';
import { count, euros } from '../format/format.ts';
import { type Html, html } from '../html.ts';
import type { Page } from '../layout/layout.ts';
import type { Visit } from '../request/page-context.ts';

/** Fewer than these, and the page says how many. */
const few = 100;

/** The home page: what the shop is, and its products. */
export async function homePage({ catalogue }: Shop, visit: Visit): Promise<Page> {
  const { words } = visit;
  return {
    title: words.home.title,
    entry: 'home',
    body: html`
      <section class="hero">
        <div class="hero-text">
          <h1>${words.home.headline}</h1>
          <p class="lead">${words.home.lead}</p>
          <a class="btn btn-primary btn-lg" href="#products">${words.home.browse}</a>
        </div>
        <img class="hero-picture" src="${assetPath('journey.svg')}" width="560" height="400" alt="">
      </section>
      <ol class="promises">
        ${words.home.steps.map(({ name, says }) => html`<li><strong>${name}</strong> ${says}</li>`)}
      </ol>
      <h2 id="products" class="section-title">${words.home.selection}</h2>
      ${grid(visit, await catalogue.recent())}`,
  };
}

/** All products. */
export async function productsPage({ catalogue }: Shop, visit: Visit): Promise<Page> {
  const products = await catalogue.recent();
  const { words } = visit;
  return {
    title: words.products.title,
    entry: 'products',
    body: html`
      <h1>${words.products.title}</h1>
      <p class="lead">${words.products.lead(products.length)}</p>
      <h2 class="visually-hidden">${words.products.back}</h2>
      ${grid(visit, products)}`,
  };
}

/** One product. */
export async function productPage({ catalogue }: Shop, visit: Visit, id: unknown): Promise<Page> {
  const { language, words } = visit;
  const product = (await catalogue.recent()).find((product) => product.id === id);
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
          ${stock(visit, product)}
          <form method="post" action="/cart" class="add-form" data-replace="#cart-count" data-done="${words.products.added}">
            <input type="hidden" name="intent" value="add">
            <input type="hidden" name="product" value="${product.id}">
            <div>
              <label class="form-label" for="quantity">${words.products.quantity}</label>
              <input class="form-control quantity" id="quantity" name="quantity" type="number" min="1" max="${mostOfOne}" value="1" required>
            </div>
            <button class="btn btn-primary btn-lg"${product.available === 0 && ' disabled'}>${words.products.add}</button>
          </form>
          <ul class="ticks">${words.products.promise.map((one) => html`<li>${one}</li>`)}</ul>
        </div>
      </article>`,
  };
}

const grid = (visit: Visit, products: readonly Product[]): Html =>
  html`<ul class="products">${products.map((product) => card(visit, product))}</ul>`;

function card(visit: Visit, product: Product): Html {
  const { language, words } = visit;
  const name = product.name[language];
  return html`
        <li class="product-card">
          <img src="${picturePath(product.id)}" width="400" height="300" alt="" loading="lazy">
          <div class="product-card-text">
            <h3><a class="stretched-link" href="/products/${product.id}">${name}</a></h3>
            ${stock(visit, product)}
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

function stock({ language, words }: Visit, { available }: Product): Html {
  if (available === 0) return html`<p class="stock stock-none">${words.products.soldOut}</p>`;
  if (available < few) {
    return html`<p class="stock stock-few">${words.products.left(count(available, language))}</p>`;
  }
  return html`<p class="stock">${words.products.inStock}</p>`;
}
