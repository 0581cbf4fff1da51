import type { Request, Response } from 'express';
import { assetPath } from '../../assets.ts';
import { countOf } from '../../cart/cart.ts';
import { type Html, html, raw } from '../html.ts';
import { type Visit, visitOf } from '../request/page-context.ts';

export interface Page {
  title: string;
  body: Html;
  /** The entry of the menu that it belongs to. */
  entry?: 'home' | 'products' | 'cart' | 'orders' | 'operations' | 'login' | 'register';
  /** Assets that this page needs besides those of all pages. */
  styles?: readonly string[];
  scripts?: readonly string[];
  /** Asks browsers that run no scripts to ask again after so many seconds. */
  refreshSeconds?: number;
}

/** Answers a page. */
export async function answerPage(
  request: Request,
  response: Response,
  make: (visit: Visit) => Page | Promise<Page>,
): Promise<void> {
  const visit = visitOf(request, response);
  const page = await make(visit);
  response.type('html').send(String(await layout(visit, page)));
}

function layout(visit: Visit, { title, body, entry, refreshSeconds, styles = [], scripts = [] }: Page): Html {
  const { language, words } = visit;
  return html`<!doctype html>
<html lang="${language}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light">
    <meta name="theme-color" content="#fbfaf8">
    ${visit.traceparent && html`<meta name="traceparent" content="${visit.traceparent}">`}
    <title>${title} · ${words.shop}</title>
    <link rel="icon" href="${assetPath('logo.svg')}" type="image/svg+xml">
    <link rel="stylesheet" href="${assetPath('bootstrap.css')}">
    ${['shop.css', ...styles].map((name) => html`<link rel="stylesheet" href="${assetPath(name)}">`)}
    ${['shop.js', ...scripts].map((name) => html`<script type="module" src="${assetPath(name)}"></script>`)}
    ${refreshSeconds && html`<noscript><meta http-equiv="refresh" content="${refreshSeconds}"></noscript>`}
  </head>
  <body>
    <a class="skip-link" href="#main">${words.skip}</a>
    ${header(visit, entry)}
    <main id="main" class="container py-4 py-md-5" tabindex="-1">${body}</main>
    <footer class="footer">
      <div class="container d-flex flex-wrap justify-content-between gap-2 py-4">
        <span>${words.footer}</span>
      </div>
    </footer>
    <div id="announcer" class="toast-note" role="status" aria-live="polite"></div>
  </body>
</html>
`;
}

function header(visit: Visit, entry: Page['entry']): Html {
  const { words, user } = visit;
  const link = (href: string, name: NonNullable<Page['entry']>, text: string | Html) =>
    html`<li><a class="nav-link" href="${href}"${raw(name === entry ? ' aria-current="page"' : '')}>${text}</a></li>`;
  const count = countOf(visit.cart);
  return html`<header class="site-header">
      <div class="container d-flex flex-wrap align-items-center gap-x">
        <a class="brand" href="/"><img src="${assetPath('logo.svg')}" width="32" height="32" alt="">${words.shop}</a>
        <nav class="site-nav" aria-label="${words.menu.label}">
          <ul>
            ${link('/', 'home', words.menu.home)}
            ${link('/products', 'products', words.menu.products)}
            ${link('/cart', 'cart', html`${words.menu.cart} <span id="cart-count" class="cart-count">${count}</span>`)}
            ${user && link('/orders', 'orders', words.menu.orders)}
            ${user?.role === 'admin' && link('/operations', 'operations', words.operations.menu)}
            ${!user && link('/login', 'login', words.menu.login)}
            ${!user && link('/register', 'register', words.menu.register)}
          </ul>
        </nav>
        <div class="site-tools">
          ${user && logout(visit, user.name)}
          ${languages(visit)}
        </div>
      </div>
    </header>`;
}

const logout = ({ words }: Visit, name: string): Html => html`<form method="post" action="/logout" class="user">
            <span class="user-name">${name}</span>
            <button class="btn btn-link btn-sm">${words.menu.logout}</button>
          </form>`;

const languageNames = { fr: 'Français', en: 'English' };

const languages = ({ language, words, path }: Visit): Html => html`<form method="post" action="/language">
            <input type="hidden" name="next" value="${path}">
            <div class="languages" role="group" aria-label="${words.menu.language}">
              ${(['fr', 'en'] as const).map(
                (one) =>
                  html`<button name="language" value="${one}" lang="${one}" aria-pressed="${String(one === language)}">${one.toUpperCase()}<span class="visually-hidden"> ${languageNames[one]}</span></button>`,
              )}
            </div>
          </form>`;
