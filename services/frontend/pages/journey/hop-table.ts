import type { Hop } from '../../journey/hops.ts';
import type { Journey } from '../../journey/journey.ts';
import { duration } from '../format/format.ts';
import { type Html, html } from '../html.ts';
import type { PageContext } from '../request/page-context.ts';

export const hopTable = (context: PageContext, { hops }: Journey, title: string): Html => html`
        <div class="hops" role="region" aria-label="${title}" tabindex="0">
          <table class="table">
            <thead>
              <tr>
                <th scope="col">${context.words.journey.at}</th>
                <th scope="col">${context.words.journey.where}</th>
                <th scope="col">${context.words.journey.what}</th>
                <th scope="col">${context.words.journey.waited}</th>
                <th scope="col">${context.words.journey.took}</th>
                <th scope="col">${context.words.journey.logs}</th>
              </tr>
            </thead>
            <tbody>${hops.filter(({ what }) => what !== 'queries').map((hop) => hopRow(context, hop))}</tbody>
          </table>
        </div>`;

function hopRow(
  { language, words }: PageContext,
  { span, what, where, topic, event, at, waited, marks, logs, statements }: Hop,
): Html {
  const action = {
    does: html`${words.journey.does} <code>${span.name.replace(/^submit /, '')}</code>`,
    asks: html`${words.journey.asks} <code>${span.name}</code>`,
    queries: span.name,
    answers: html`${words.journey.answers} <code>${span.name}</code>`,
    sends: html`${words.journey.sends} <code>${topic}</code>`,
    works: html`${words.journey.works} <code>${event ?? topic}</code>`,
  }[what];
  return html`
              <tr>
                <td>+${duration(at, language)}</td>
                <th scope="row">${where}</th>
                <td>${action} ${statements > 0 && html`<span class="since">${words.journey.statements(statements)}</span>`} ${marks.map((mark) => html`<span class="mark mark-${mark}">${words.journey.marks[mark]}</span>`)}</td>
                <td>${waited === undefined ? '' : duration(waited, language)}</td>
                <td>${duration(span.duration, language)}</td>
                <td>${logs.length > 0 && html`<ul>${logs.map(({ level, text }) => html`<li class="log log-${level}">${text}</li>`)}</ul>`}</td>
              </tr>`;
}
