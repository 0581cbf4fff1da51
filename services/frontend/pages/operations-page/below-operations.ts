import { type Html, html } from '../html.ts';
import type { Page } from '../layout/page.ts';
import type { PageContext } from '../request/page-context.ts';

/** Returns a page that the operations page leads to: its title, and the way back. */
export const belowOperations = ({ words }: PageContext, title: string, body: Html): Page => ({
  title,
  entry: 'operations',
  body: html`
      <p class="breadcrumb-line"><a href="/operations">← ${words.operations.title}</a></p>
      <h1>${title}</h1>
      ${body}`,
});
