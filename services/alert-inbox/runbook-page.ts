import { html, raw } from 'hono/html';
import { Marked, type Tokens } from 'marked';
import { layout } from './layout.ts';

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
export const runbookPage = (name: string, markdown: string): Promise<string> =>
  layout({
    title: `${name} · Runbooks`,
    nav: html`<a href="/">Alerts</a> · <a href="/runbooks/README.md">All runbooks</a>`,
    main: html`${raw(marked.parse(markdown, { async: false }))}`,
  });
