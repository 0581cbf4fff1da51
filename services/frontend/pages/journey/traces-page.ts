import { type FoundTrace, maxFound } from '../../journey/search.ts';
import { duration } from '../format/format.ts';
import { time } from '../format/time.ts';
import { type Html, html } from '../html.ts';
import type { Page } from '../layout/page.ts';
import { belowOperations } from '../operations-page/below-operations.ts';
import type { PageContext } from '../request/page-context.ts';
import { type ShownTraces, traceForm } from './trace-form.ts';

/** Returns the page on which admins search for traces. */
export function tracesPage(context: PageContext, shown: ShownTraces): Page {
  const texts = context.words.journey.traces;
  const { found } = shown;
  return belowOperations(
    context,
    texts.title,
    html`
      ${traceForm(context, shown)}
      ${found === undefined && html`<p class="notice">${texts.unavailable}</p>`}
      ${found && html`<p role="status">${found.length === maxFound ? texts.newest(maxFound) : texts.count(found.length)}</p>`}
      ${found && found.length > 0 && traceTable(context, found)}`,
  );
}

function traceTable(context: PageContext, found: readonly FoundTrace[]): Html {
  const { language, words } = context;
  const texts = words.journey.traces;
  const { where, took } = words.journey;
  return html`
      <div class="hops" role="region" aria-label="${texts.title}" tabindex="0">
        <table class="table hop-table">
          <thead><tr>${[texts.at, where, texts.operation, took, texts.spans, texts.order].map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
          <tbody>${found.map(
            ({ id, process, name, orderId, start, duration: ms, spans, errors }) => html`
            <tr>
              <td>${time(new Date(start).toISOString(), 'clock', language)}</td>
              <th scope="row">${process}</th>
              <td><a href="/operations/traces/${id}"><code>${name}</code></a> ${errors > 0 && html`<span class="mark">${texts.errors(errors)}</span>`}</td>
              <td data-label="${took}">${duration(ms, language)}</td>
              <td data-label="${texts.spans}">${spans}</td>
              <td>${orderId && html`<a href="/orders/${encodeURIComponent(orderId)}/journey">${orderId.slice(0, 8).toUpperCase()}</a>`}</td>
            </tr>`,
          )}</tbody>
        </table>
      </div>`;
}
