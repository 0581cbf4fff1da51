import { assetPath } from '../assets.ts';
import { type Html, html } from '../pages/html.ts';
import { rendererPath } from './renderer.ts';

/** Returns the page that shows openapi.json and asyncapi.json. browser/docs.ts starts the renderer in it. */
export const docsPage = (): Html | Promise<Html> => html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>API and events · Orderflow</title>
    <link rel="icon" href="${assetPath('logo.svg')}" type="image/svg+xml">
    <link rel="stylesheet" href="${rendererPath('style')}">
    <link rel="stylesheet" href="${assetPath('docs.css')}">
    <script src="${rendererPath('script')}" defer></script>
    <script type="module" src="${assetPath('docs.js')}"></script>
  </head>
  <body>
    <header class="docs-header">
      <a class="docs-brand" href="/"><img src="${assetPath('logo.svg')}" width="24" height="24" alt="">Orderflow</a>
      <nav aria-label="Contracts">
        <a href="/docs?api=http" data-api="http">HTTP API</a>
        <a href="/docs?api=events" data-api="events">Events</a>
        <a class="docs-document" href="/openapi.json">openapi.json</a>
        <a class="docs-document" href="/asyncapi.json">asyncapi.json</a>
      </nav>
    </header>
    <noscript><p>This page needs a script. The documents themselves do not.</p></noscript>
    <main id="docs"></main>
  </body>
</html>
`;
