import { html } from 'hono/html';

type Html = ReturnType<typeof html>;

interface Parts {
  title: string;
  nav: Html;
  main: Html;
  /** Further elements of the head. */
  head?: Html;
}

/** Renders the layout that all pages of the inbox share. */
export const layout = async ({ title, nav, main, head }: Parts): Promise<string> =>
  String(
    await html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title} · Orderflow</title>
    <link rel="stylesheet" href="/inbox.css">
    ${head ?? ''}
  </head>
  <body>
    <nav>${nav}</nav>
    <main>${main}</main>
  </body>
</html>
`,
  );
