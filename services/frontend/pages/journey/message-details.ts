import { printable } from '#events/dead-letters/printable.ts';
import type { Details } from '../../journey/details.ts';
import type { Fact } from '../../journey/visible.ts';
import { type Html, html } from '../html.ts';
import type { PageContext } from '../request/page-context.ts';

/** Returns the message that a hop sent or handled, with its key, its value and its headers. */
export function messageDetails({ words }: PageContext, { message }: Details): Html | undefined {
  const texts = words.journey.details;
  if (message === undefined) return undefined;
  if (message === 'gone' || message === 'unavailable') {
    return html`<h4>${texts.message}</h4><p>${texts[message]}</p>`;
  }
  const { key, value, headers } = message;
  return html`
          <h4>${texts.message}</h4>
          ${key !== undefined && html`<p>${texts.key} <code>${printable(key)}</code></p>`}
          ${value === null ? html`<p>${texts.noValue}</p>` : html`<pre class="message" tabindex="0"><code>${indented(value)}</code></pre>`}
          <details id="message-headers"><summary>${texts.headers}</summary>${factTable(Object.entries(headers), texts.headers)}</details>`;
}

/** Returns names and values as a table. They come from messages and telemetry, so they may hold anything. */
export const factTable = (facts: readonly Fact[], title: string): Html | false =>
  facts.length > 0 &&
  html`<div class="hops" role="region" aria-label="${title}" tabindex="0"><table class="table fact-table"><tbody>${facts.map(([name, value]) => html`<tr><th scope="row">${printable(name)}</th><td>${value.split('\n').map(printable).join('\n')}</td></tr>`)}</tbody></table></div>`;

/** Returns JSON with indentation, and other text as it is. */
function indented(value: string): string {
  const lines = (text: string) => text.split('\n').map(printable).join('\n');
  try {
    return lines(JSON.stringify(JSON.parse(value), undefined, 2));
  } catch {
    return lines(value);
  }
}
