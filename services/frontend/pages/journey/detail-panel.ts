import { printable } from '#events/dead-letters/printable.ts';
import type { Details } from '../../journey/details.ts';
import type { Hop } from '../../journey/hops.ts';
import type { Journey } from '../../journey/journey.ts';
import { attemptOf } from '../../journey/trace.ts';
import { duration } from '../format/format.ts';
import { time } from '../format/time.ts';
import { type Html, html } from '../html.ts';
import type { PageContext } from '../request/page-context.ts';
import { actionOf } from './hop-action.ts';
import { factTable, messageDetails } from './message-details.ts';
import { type View, viewLink } from './view.ts';

/** Returns the panel with everything that is known about a hop: its message, its log lines and its attributes. */
export function detailPanel(context: PageContext, { hops }: Journey, details: Details, view: View): Html {
  const { language, words } = context;
  const texts = words.journey.details;
  const { hop, error, attributes, logs } = details;
  const { span, where, position, group, waited, cause } = hop;
  const { verb, subject } = actionOf(context, hop);
  const link = (to: Hop | undefined, text: string | Html) =>
    to && html`<a href="${viewLink(view, { span: to.span.id })}#detail" data-view>${text}</a>`;
  const index = hops.indexOf(hop);
  const caused = hops.find((one) => one.span.id === cause);
  const by = caused && actionOf(context, caused);
  const fact = (name: string, value: string | number | Html | undefined) =>
    value !== undefined && html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
  const code = attributes.filter(([name]) => name.startsWith('code.')).map(([, value]) => value);
  return html`
        <section id="detail" class="panel detail" aria-labelledby="detail-title">
          <h3 id="detail-title" tabindex="-1">${where} ${verb} <code>${subject}</code> ${hop.marks.map((mark) => html`<span class="mark mark-${mark}">${words.journey.marks[mark]}</span>`)}</h3>
          <dl class="facts">
            ${fact(words.journey.at, html`${time(new Date(span.start).toISOString(), 'clock', language)} (+${duration(hop.at, language)})`)}
            ${fact(words.journey.took, duration(span.duration, language))}
            ${fact(words.journey.waited, waited && `${duration(waited.ms, language)} ${words.journey.activities[waited.pause]}`)}
            ${fact(texts.cause, link(caused, html`${caused?.where} ${by?.verb} <code>${by?.subject}</code>`))}
            ${fact(texts.attempt, span.kind === 'consumer' ? attemptOf(span) : undefined)}
            ${fact(texts.position, position && html`<code>${position.topic}:${position.partition}:${position.offset}</code>`)}
            ${fact(texts.group, group)}
            ${fact(texts.error, error === undefined ? undefined : html`<code>${printable(error)}</code>`)}
            ${fact(texts.code, code.length > 0 ? html`<code>${code.join(' ')}</code>` : undefined)}
          </dl>
          ${messageDetails(context, details)}
          <h4>${texts.logs}</h4>
          ${logs.length === 0 && html`<p>${texts.noLogs}</p>`}
          ${logs.map(({ line, fields }) => html`<div class="log-record"><p class="log log-${line.level}">${time(new Date(line.at).toISOString(), 'clock', language)} ${printable(line.text)}</p>${factTable(fields, line.text)}</div>`)}
          <details id="attributes"><summary>${texts.attributes} (${attributes.length})</summary>${factTable(attributes, texts.attributes)}</details>
          <p class="detail-links">${link(hops[index - 1], texts.previous)} ${link(hops[index + 1], texts.next)} <a href="${viewLink(view, { span: undefined })}" data-view data-close>${texts.close}</a></p>
        </section>`;
}
