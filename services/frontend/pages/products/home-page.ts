import { assetPath } from '../../assets.ts';
import type { Shop } from '../../shop.ts';
import { html } from '../html.ts';
import type { Page } from '../layout/page.ts';
import type { PageContext } from '../request/page-context.ts';
import { productCards } from './product-card.ts';

export async function homePage({ products }: Shop, context: PageContext): Promise<Page> {
  const { words } = context;
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
      ${productCards(context, await products.recent())}`,
  };
}
