import type { Journey } from '../../journey/journey.ts';
import type { ReadJourney } from '../../journey/read.ts';
import type { Order } from '../../orders/order.ts';
import { orderNumber } from '../format/order-number.ts';
import { time } from '../format/time.ts';
import { type Html, html } from '../html.ts';
import type { Page } from '../layout/page.ts';
import type { ProductNames } from '../orders/order-items.ts';
import type { PageContext } from '../request/page-context.ts';
import { answerPanel } from './answer-panel.ts';
import { compareForm, comparison, type Other } from './comparison.ts';
import { filterForm } from './filter-form.ts';
import { journeyPart } from './journey-part.ts';
import { type View, viewLink } from './view.ts';

export interface ShownJourney extends ReadJourney {
  /** The order to compare with, if the visitor may see it. */
  other: Other | undefined;
  names: ProductNames;
  view: View;
}

/**
 * Returns the page that shows every hop of an order, from its trace and its logs. The script of the page replaces the
 * element #order until the journey is complete.
 */
export function journeyPage(context: PageContext, shown: ShownJourney): Page {
  const { words } = context;
  const { order, journey, cancellations, links, nextMs, names, view, details, other } = shown;
  const title = words.journey.title(orderNumber(order));
  const known = journey.hops.length > 0;
  const journeys = [journey, ...cancellations];
  const part = (one: Journey, heading: string) => journeyPart(context, one, { heading, view, details });
  return {
    title,
    entry: 'orders',
    scripts: ['journey.js'],
    ...(nextMs !== undefined && { refreshSeconds: nextMs / 1_000 }),
    body: html`
      <p class="breadcrumb-line"><a href="/orders/${order.orderId}">← ${words.order.title(orderNumber(order))}</a></p>
      <h1>${title}</h1>
      <p class="lead">${words.journey.lead}</p>
      <div id="order" data-status="${order.status}" ${nextMs !== undefined && html`data-poll="${nextMs}"`}>
        ${notices(context, shown)}
        ${known && journeys.toReversed().map(({ answer }) => answerPanel(context, answer, order, names))}
        ${known && filterForm(context, journeys, view)}
        ${known ? part(journey, words.journey.hops) : history(context, order)}
        ${cancellations.map((one) => part(one, words.journey.cancellation))}
        ${known && compareForm(context, view, view.with !== undefined && other === undefined)}
        ${known && other && comparison(context, { order, journey }, other)}
        <p class="order-forms">
          ${known && html`<a class="btn btn-outline-secondary" href="/orders/${order.orderId}/journey.json${view.all && '?all='}" download>${words.journey.export}</a>`}
          ${journey.hidden > 0 && html`<a class="btn btn-outline-secondary" href="${viewLink(view, { all: true })}">${words.journey.showAll(journey.hidden)}</a>`}
          ${view.all && html`<a class="btn btn-outline-secondary" href="${viewLink(view, { all: false })}">${words.journey.hideOwn}</a>`}
          ${known && links.jaeger && html`<a class="btn btn-outline-secondary" href="${links.jaeger}" rel="noreferrer">${words.journey.jaeger}</a>`}
          ${known && links.grafana && html`<a class="btn btn-outline-secondary" href="${links.grafana}" rel="noreferrer">${words.journey.grafana}</a>`}
        </p>
        ${order.traceId && html`<p class="trace">${words.order.trace} <code>${order.traceId}</code></p>`}
      </div>`,
  };
}

function notices({ words }: PageContext, { order, journey, unavailable, nextMs }: ShownJourney): Html[] {
  const texts = words.journey;
  const known = journey.hops.length > 0;
  const said = [
    unavailable.traces && texts.tracesUnavailable,
    !unavailable.traces && !known && (nextMs === undefined ? texts.notSampled : texts.notYet),
    known && nextMs !== undefined && (order.status === 'pending' ? texts.onItsWay : texts.arriving),
    known && unavailable.logs && texts.logsUnavailable,
  ];
  return said.filter((text) => text !== false).map((text) => html`<p class="notice">${text}</p>`);
}

/** Returns the steps that the order itself records, for orders without a trace. */
const history = ({ language, words }: PageContext, { history }: Order): Html => html`
        <section class="panel">
          <h2>${words.order.timeline}</h2>
          <ol class="steps">
            ${history.map(({ status, at }) => html`<li class="step status-${status}"><strong>${words.order.step[status]}</strong><span>${time(at, 'clock', language)}</span></li>`)}
          </ol>
        </section>`;
