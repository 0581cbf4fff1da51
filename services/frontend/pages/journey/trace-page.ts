import type { ReadTrace } from '../../journey/read.ts';
import { html } from '../html.ts';
import type { Page } from '../layout/page.ts';
import type { PageContext } from '../request/page-context.ts';
import { filterForm } from './filter-form.ts';
import { journeyPart } from './journey-part.ts';
import { type View, viewLink } from './view.ts';

/** Returns the page of any trace, for admins, in the same view as the journey of an order. */
export function tracePage(context: PageContext, trace: ReadTrace, view: View): Page {
  const { words } = context;
  const texts = words.journey;
  const { id, orderId, journey, details, logsUnavailable } = trace;
  const title = texts.traces.one(id.slice(0, 8));
  return {
    title,
    entry: 'operations',
    scripts: ['journey.js'],
    body: html`
      <p class="breadcrumb-line"><a href="/operations/traces">← ${texts.traces.title}</a></p>
      <h1>${title}</h1>
      <div id="order">
        ${logsUnavailable && html`<p class="notice">${texts.logsUnavailable}</p>`}
        ${filterForm(context, [journey], view)}
        ${journeyPart(context, journey, { heading: texts.hops, view, details })}
        <p class="order-forms">
          ${orderId && html`<a class="btn btn-outline-secondary" href="/orders/${encodeURIComponent(orderId)}/journey">${texts.see}</a>`}
          ${journey.hidden > 0 && html`<a class="btn btn-outline-secondary" href="${viewLink(view, { all: true })}">${texts.showAll(journey.hidden)}</a>`}
        </p>
        <p class="trace">${words.order.trace} <code>${id}</code></p>
      </div>`,
  };
}
