import { html, raw } from 'hono/html';
import { Marked, type Tokens } from 'marked';

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeHtml = (text: string): string => text.replaceAll(/[&<>"]/g, (character) => escapes[character] ?? '');

/** Returns the id of a heading, to which links of runbooks refer: `Ask without Grafana` is `ask-without-grafana`. */
const slug = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, '')
    .trim()
    .replaceAll(/\s/g, '-');

const marked = new Marked({
  renderer: {
    heading({ tokens, depth, text }: Tokens.Heading) {
      return `<h${depth} id="${escapeHtml(slug(text))}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
    },
    // The words after the language say where to run the commands: `sh local`.
    code({ text, lang = '' }: Tokens.Code) {
      return `<figure><figcaption>${escapeHtml(lang)}</figcaption><pre tabindex="0"><code>${escapeHtml(text)}</code></pre></figure>\n`;
    },
    // The inbox serves other runbooks, but no other files of the repository.
    link({ href, tokens }: Tokens.Link) {
      const text = this.parser.parseInline(tokens);
      return /^(https?:\/\/|#|[\w-]+\.md(#|$))/.test(href) ? `<a href="${escapeHtml(href)}">${text}</a>` : text;
    },
    html: ({ text }) => escapeHtml(text),
  },
});

/** Renders a runbook, which is Markdown, as a page. */
export async function runbookPage(name: string, markdown: string): Promise<string> {
  const body = marked.parse(markdown, { async: false });
  return String(
    await html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${name} · Runbooks · Orderflow</title>
    <link rel="stylesheet" href="/inbox.css">
  </head>
  <body>
    <nav><a href="/">Alerts</a> · <a href="/runbooks/README.md">All runbooks</a></nav>
    <main>${raw(body)}</main>
  </body>
</html>
`,
  );
}
