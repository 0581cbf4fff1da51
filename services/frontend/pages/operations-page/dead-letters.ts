import type { DeadLetter } from '#events/dead-letters/dead-letter.ts';
import { type DeadLetterSummary, describe, summarize } from '#events/dead-letters/describe.ts';
import { time } from '../format/time.ts';
import { type Html, html } from '../html.ts';
import type { Page } from '../layout/layout.ts';
import type { Visit } from '../request/page-context.ts';

/** How many are listed, and dealt with at once; the command knows no such limit. */
export const mostLetters = 20;

const pathOf = (id: string): string => `/operations/dead-letters/${encodeURIComponent(id)}`;

/** The dead letters that nobody has dealt with, the latest first; undefined when they cannot be read. */
export function deadLetters(visit: Visit, letters: readonly DeadLetter[] | undefined): Html {
  const said = visit.words.operations.letters;
  const title = html`<h2 class="section-title" id="letters-title">${said.title}</h2>`;
  if (letters === undefined) return html`${title}<p class="notice">${visit.words.operations.kafkaAway}</p>`;
  if (letters.length === 0) return html`${title}<p>${said.none}</p>`;
  const all = letters.map(summarize).toSorted((one, other) => other.at.localeCompare(one.at));
  const listed = all.slice(0, mostLetters);
  return html`
        ${title}
        <p>${said.lead}</p>
        <div class="hops" role="region" aria-labelledby="letters-title" tabindex="0">
          <table class="table lines">
            <thead>
              <tr>
                <th scope="col">${said.id}</th>
                <th scope="col">${said.event}</th>
                <th scope="col">${said.order}</th>
                <th scope="col">${said.reason}</th>
                <th scope="col">${said.group}</th>
                <th scope="col">${said.attempts}</th>
                <th scope="col">${said.at}</th>
              </tr>
            </thead>
            <tbody>${listed.map((letter) => row(visit, letter))}</tbody>
          </table>
        </div>
        ${all.length > listed.length && html`<p class="small-print">${said.more(all.length - listed.length)} <code>npm run dlq -- replay --all</code></p>`}
        ${
          listed.length > 1 &&
          html`<div class="order-forms">${forms(
            visit,
            listed.map(({ id }) => id),
          )}</div>`
        }`;
}

const row = (
  { language, words }: Visit,
  { id, type, order, reason, group, attempts, at }: DeadLetterSummary,
): Html => html`
              <tr>
                <th scope="row"><a href="${pathOf(id)}">${id}</a></th>
                <td><code>${type}</code></td>
                <td>${order.slice(0, 8).toUpperCase()}</td>
                <td>${words.operations.letters.reasons[reason] ?? reason}</td>
                <td>${group}</td>
                <td>${attempts}</td>
                <td>${at && time(at, 'day', language)}</td>
              </tr>`;

/** Each form opens with what it does, so that nothing is done by one click. */
function forms({ words }: Visit, ids: readonly string[]): Html {
  const said = words.operations.letters;
  const one = ids.length === 1;
  const form = (how: 'replayed' | 'discarded', opens: string, says: string, yes: string, kind: string) => html`
            <details class="confirm" id="${how}">
              <summary class="btn btn-outline-${kind}">${opens}</summary>
              <form method="post" action="/operations/dead-letters">
                ${ids.map((id) => html`<input type="hidden" name="letter" value="${id}">`)}
                <p>${says}</p>
                <button class="btn btn-${kind}" name="how" value="${how}">${yes}</button>
              </form>
            </details>`;
  return html`
            ${form('replayed', one ? said.replay : said.replayAll(ids.length), one ? said.replayOne : said.replayAllSays(ids.length), said.replayYes, 'primary')}
            ${form('discarded', one ? said.discard : said.discardAll(ids.length), one ? said.discardOne : said.discardAllSays(ids.length), said.discardYes, 'danger')}`;
}

/** One dead letter, whole, and what can be done with it. */
export function deadLetterPage(visit: Visit, letter: DeadLetter, jaegerUrl: string): Page {
  const { language, words } = visit;
  const said = words.operations.letters;
  const { id, type, order, reason, group, attempts, at, error, from, traceId, headers, value } = describe(letter);
  const fact = (name: string, value: string | Html | undefined) =>
    value && html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
  return {
    title: said.letter(id),
    entry: 'operations',
    body: html`
      <p class="breadcrumb-line"><a href="/operations">← ${said.back}</a></p>
      <h1>${said.letter(id)}</h1>
      <section class="panel">
        <dl class="facts">
          ${fact(said.reason, said.reasons[reason] ?? reason)}
          ${fact(said.error, error && html`<code>${error}</code>`)}
          ${fact(said.event, type && html`<code>${type}</code>`)}
          ${fact(said.order, order)}
          ${fact(said.group, group)}
          ${fact(said.attempts, attempts)}
          ${fact(said.from, html`<code>${from}</code>`)}
          ${fact(said.at, at && time(at, 'day', language))}
        </dl>
        <div class="order-forms">${forms(visit, [id])}</div>
      </section>
      <p class="order-forms">
        ${order && html`<a class="btn btn-outline-secondary" href="/orders/${encodeURIComponent(order)}/journey">${said.journey}</a>`}
        ${traceId && html`<a class="btn btn-outline-secondary" href="${jaegerUrl}/trace/${traceId}" rel="noreferrer">${said.trace}</a>`}
      </p>
      <h2 class="section-title">${said.message}</h2>
      <h3>${said.value}</h3>
      ${value === null ? html`<p>${said.noValue}</p>` : html`<pre class="message" tabindex="0"><code>${value}</code></pre>`}
      <h3>${said.headers}</h3>
      <div class="hops" role="region" aria-label="${said.headers}" tabindex="0">
        <table class="table">
          <tbody>${Object.entries(headers).map(([name, text]) => html`<tr><th scope="row">${name}</th><td>${text}</td></tr>`)}</tbody>
        </table>
      </div>`,
  };
}
