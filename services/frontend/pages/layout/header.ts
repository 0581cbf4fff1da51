import { assetPath } from '../../assets.ts';
import { countItems } from '../../cart/cart.ts';
import { languages } from '../../language.ts';
import { type Html, html, raw } from '../html.ts';
import type { PageContext } from '../request/page-context.ts';
import type { Page } from './page.ts';

/** Returns the header of all pages: the menu, the user and the languages. */
export function header(context: PageContext, entry: Page['entry']): Html {
  const { words, user } = context;
  const link = (href: string, name: NonNullable<Page['entry']>, text: string | Html) =>
    html`<li><a class="nav-link" href="${href}"${raw(name === entry ? ' aria-current="page"' : '')}>${text}</a></li>`;
  const count = countItems(context.cart);
  return html`<header class="site-header">
      <div class="container d-flex flex-wrap align-items-center gap-x">
        <a class="brand" href="/"><img src="${assetPath('logo.svg')}" width="32" height="32" alt="">${words.layout.shop}</a>
        <nav class="site-nav" aria-label="${words.layout.menu.label}">
          <ul>
            ${link('/', 'home', words.layout.menu.home)}
            ${link('/products', 'products', words.layout.menu.products)}
            ${link('/cart', 'cart', html`${words.layout.menu.cart} <span id="cart-count" class="cart-count">${count}</span>`)}
            ${user && link('/orders', 'orders', words.layout.menu.orders)}
            ${user?.role === 'admin' && link('/operations', 'operations', words.operations.menu)}
            ${!user && link('/login', 'login', words.layout.menu.login)}
            ${!user && link('/register', 'register', words.layout.menu.register)}
          </ul>
        </nav>
        <div class="site-tools">
          ${user && logoutForm(context, user.name)}
          ${languageForm(context)}
        </div>
      </div>
    </header>`;
}

const logoutForm = (
  { words }: PageContext,
  name: string,
): Html => html`<form method="post" action="/logout" class="user">
            <span class="user-name">${name}</span>
            <button class="btn btn-link btn-sm">${words.layout.menu.logout}</button>
          </form>`;

const languageNames = { fr: 'Français', en: 'English' };

const languageForm = ({ language, words, path }: PageContext): Html => html`<form method="post" action="/language">
            <input type="hidden" name="next" value="${path}">
            <div class="languages" role="group" aria-label="${words.layout.menu.language}">
              ${languages.map(
                (one) =>
                  html`<button name="language" value="${one}" lang="${one}" aria-pressed="${String(one === language)}">${one.toUpperCase()}<span class="visually-hidden"> ${languageNames[one]}</span></button>`,
              )}
            </div>
          </form>`;
