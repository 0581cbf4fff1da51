import { assetPath } from '../../assets.ts';
import { type Html, html } from '../html.ts';
import type { PageContext } from '../request/page-context.ts';
import { header } from './header.ts';
import type { Page } from './page.ts';

/** Returns the whole HTML document of a page. */
export function layout(
  context: PageContext,
  { title, body, entry, icon = 'logo.svg', refreshSeconds, styles = [], scripts = [] }: Page,
): Html {
  const { language, words } = context;
  return html`<!doctype html>
<html lang="${language}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light">
    <meta name="theme-color" content="#fbfaf8">
    ${context.traceparent && html`<meta name="traceparent" content="${context.traceparent}">`}
    ${context.tracestate && html`<meta name="tracestate" content="${context.tracestate}">`}
    <title>${title} · ${words.layout.shop}</title>
    <link rel="icon" id="icon" href="${assetPath(icon)}" type="image/svg+xml">
    <link rel="stylesheet" href="${assetPath('bootstrap.css')}">
    ${['shop.css', ...styles].map((name) => html`<link rel="stylesheet" href="${assetPath(name)}">`)}
    ${['shop.js', ...scripts].map((name) => html`<script type="module" src="${assetPath(name)}"></script>`)}
    ${refreshSeconds && html`<noscript><meta http-equiv="refresh" content="${refreshSeconds}"></noscript>`}
  </head>
  <body data-sending="${words.layout.sending}">
    <a class="skip-link" href="#main">${words.layout.skip}</a>
    ${header(context, entry)}
    <main id="main" class="container py-4 py-md-5" tabindex="-1">${body}</main>
    <footer class="footer">
      <div class="container d-flex flex-wrap justify-content-between gap-2 py-4">
        <span>${words.layout.footer}</span>
        <a href="/docs">${words.layout.docs}</a>
      </div>
    </footer>
    <div id="connection" class="connection" role="status" data-offline="${words.layout.offline}" data-unanswered="${words.layout.unanswered}"></div>
    <div id="announcer" class="toast-note" role="status" aria-live="polite"></div>
  </body>
</html>
`;
}
