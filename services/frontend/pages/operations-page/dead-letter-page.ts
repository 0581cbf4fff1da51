import { type DeadLetter, isReplayable } from '#events/dead-letters/dead-letter.ts';
import { describe } from '#events/dead-letters/describe.ts';
import { printable } from '#events/dead-letters/printable.ts';
import { time } from '../format/time.ts';
import { type Html, html } from '../html.ts';
import type { Page } from '../layout/page.ts';
import type { PageContext } from '../request/page-context.ts';
import { deadLetterForms, discardForm } from './dead-letter-forms.ts';

/** Returns the page of one dead letter, with its message and the forms to replay or discard it. */
export function deadLetterPage(context: PageContext, letter: DeadLetter, jaegerUrl: string | undefined): Page {
  const { language, words } = context;
  const texts = words.operations.letters;
  const { id, type, order, reason, group, attempts, at, error, from, traceId, headers, value } = describe(letter);
  const fact = (name: string, value: string | Html | undefined) =>
    value && html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
  return {
    title: texts.letter(id),
    entry: 'operations',
    body: html`
      <p class="breadcrumb-line"><a href="/operations">← ${texts.back}</a></p>
      <h1>${texts.letter(id)}</h1>
      <section class="panel">
        <dl class="facts">
          ${fact(texts.reason, texts.reasons[reason] ?? reason)}
          ${fact(texts.error, error && html`<code>${printable(error)}</code>`)}
          ${fact(texts.event, type && html`<code>${type}</code>`)}
          ${fact(texts.order, order)}
          ${fact(texts.group, group)}
          ${fact(texts.attempts, attempts)}
          ${fact(texts.from, html`<code>${printable(from)}</code>`)}
          ${fact(texts.at, at && time(at, 'day', language))}
        </dl>
        <div class="order-forms">${isReplayable(letter) ? deadLetterForms(context, [id]) : discardForm(context, [id])}</div>
      </section>
      <p class="order-forms">
        ${order && html`<a class="btn btn-outline-secondary" href="/orders/${encodeURIComponent(order)}/journey">${texts.journey}</a>`}
        ${traceId && jaegerUrl && html`<a class="btn btn-outline-secondary" href="${jaegerUrl}/trace/${traceId}" rel="noreferrer">${texts.trace}</a>`}
      </p>
      <h2 class="section-title">${texts.message}</h2>
      <h3>${texts.value}</h3>
      ${value === null ? html`<p>${texts.noValue}</p>` : html`<pre class="message" tabindex="0"><code>${value.split('\n').map(printable).join('\n')}</code></pre>`}
      <h3>${texts.headers}</h3>
      <div class="hops" role="region" aria-label="${texts.headers}" tabindex="0">
        <table class="table">
          <tbody>${Object.entries(headers).map(([name, text]) => html`<tr><th scope="row">${printable(name)}</th><td>${printable(text ?? '')}</td></tr>`)}</tbody>
        </table>
      </div>`,
  };
}
