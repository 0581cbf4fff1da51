import { type Html, html } from '../html.ts';

/**
 * Returns a section with a table, which scrolls horizontally if it is too wide.
 * @param rows a text if the rows are unknown
 */
export const table = (
  id: string,
  title: string,
  columns: readonly string[],
  rows: readonly Html[] | string,
): Html => html`
        <div>
          <h2 class="section-title" id="${id}">${title}</h2>
          ${
            typeof rows === 'string'
              ? html`<p class="notice">${rows}</p>`
              : html`<div class="hops" role="region" aria-labelledby="${id}" tabindex="0">
            <table class="table lines">
              <thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
              <tbody>${rows}</tbody>
            </table>
          </div>`
          }
        </div>`;
