import type { DeadLetterSummary } from '#events/dead-letters/describe.ts';
import type { OpenDeadLetters } from '#events/dead-letters/open-dead-letters.ts';
import { time } from '../format/time.ts';
import { type Html, html } from '../html.ts';
import type { PageContext } from '../request/page-context.ts';
import { deadLetterForms } from './dead-letter-forms.ts';
import { deadLetterPath, maxLetters } from './dead-letter-path.ts';

/** Returns the list of the open dead letters, newest first, or a notice if they could not be read. */
export function deadLetterList(context: PageContext, letters: OpenDeadLetters | undefined): Html {
  const texts = context.words.operations.letters;
  const title = html`<h2 class="section-title" id="letters-title">${texts.title}</h2>`;
  if (letters === undefined) return html`${title}<p class="notice">${context.words.operations.kafkaUnavailable}</p>`;
  const count = letters.count();
  if (count === 0) return html`${title}<p>${texts.none}</p>`;
  const newest = letters.list().toSorted((one, other) => other.at.localeCompare(one.at));
  const listed = newest.slice(0, maxLetters);
  return html`
        ${title}
        <p>${texts.lead}</p>
        ${letterTable(context, listed)}
        ${count > listed.length && html`<p class="small-print"><a href="/operations/dead-letters">${texts.more(count - listed.length)}</a></p>`}
        ${
          listed.length > 1 &&
          html`<div class="order-forms">${deadLetterForms(
            context,
            listed.map(({ id }) => id),
          )}</div>`
        }`;
}

/** Returns the table of dead letters. */
export function letterTable(context: PageContext, letters: readonly DeadLetterSummary[]): Html {
  const texts = context.words.operations.letters;
  return html`
        <div class="hops" role="region" aria-labelledby="letters-title" tabindex="0">
          <table class="table lines">
            <thead>
              <tr>
                <th scope="col">${texts.id}</th>
                <th scope="col">${texts.event}</th>
                <th scope="col">${texts.order}</th>
                <th scope="col">${texts.reason}</th>
                <th scope="col">${texts.group}</th>
                <th scope="col">${texts.attempts}</th>
                <th scope="col">${texts.at}</th>
              </tr>
            </thead>
            <tbody>${letters.map((letter) => row(context, letter))}</tbody>
          </table>
        </div>`;
}

const row = (
  { language, words }: PageContext,
  { id, type, order, reason, group, attempts, at }: DeadLetterSummary,
): Html => html`
              <tr>
                <th scope="row"><a href="${deadLetterPath(id)}">${id}</a></th>
                <td><code>${type}</code></td>
                <td>${order.slice(0, 8).toUpperCase()}</td>
                <td>${words.operations.letters.reasons[reason] ?? reason}</td>
                <td>${group}</td>
                <td>${attempts}</td>
                <td>${at && time(at, 'day', language)}</td>
              </tr>`;
