import type { Hop } from '../../journey/hops.ts';
import { duration } from '../format/format.ts';
import { type Html, html } from '../html.ts';
import type { PageContext } from '../request/page-context.ts';
import { actionOf } from './hop-action.ts';
import { type View, viewLink } from './view.ts';

/** Returns the hops of a journey as a table; on narrow screens each row is a card. */
export function hopTable(context: PageContext, hops: readonly Hop[], view: View, title: string): Html {
  const { at, where, what, waited, took, logs } = context.words.journey;
  return html`
        <div class="hops" role="region" aria-label="${title}" tabindex="0">
          <table class="table hop-table">
            <thead>
              <tr>${[at, where, what, waited, took, logs].map((name) => html`<th scope="col">${name}</th>`)}</tr>
            </thead>
            <tbody>${hops.filter(({ what }) => what !== 'queries').map((hop) => hopRow(context, hop, view))}</tbody>
          </table>
        </div>`;
}

function hopRow(context: PageContext, hop: Hop, view: View): Html {
  const { language, words } = context;
  const { span, where, at, waited, marks, logs, statements, group } = hop;
  const { verb, subject } = actionOf(context, hop);
  const texts = words.journey;
  const paused = waited && waited.ms > 0 ? waited : undefined;
  return html`
              <tr id="hop-${span.id}" class="${span.id === view.span && 'is-selected'}">
                <td data-label="${texts.at}">+${duration(at, language)}</td>
                <th scope="row">${where}</th>
                <td><a href="${viewLink(view, { span: span.id })}#detail" data-view>${verb} <code>${subject}</code></a> ${statements > 0 && html`<span class="since">${texts.statements(statements)}</span>`} ${group !== undefined && group !== where && html`<span class="since">${texts.group(group)}</span>`} ${marks.map((mark) => html`<span class="mark mark-${mark}">${texts.marks[mark]}</span>`)}</td>
                <td data-label="${texts.waited}">${paused && html`${duration(paused.ms, language)} <span class="since">${texts.activities[paused.pause]}</span>`}</td>
                <td data-label="${texts.took}">${duration(span.duration, language)}</td>
                <td>${logs.length > 0 && html`<ul>${logs.map(({ level, text }) => html`<li class="log log-${level}">${text}</li>`)}</ul>`}</td>
              </tr>`;
}
