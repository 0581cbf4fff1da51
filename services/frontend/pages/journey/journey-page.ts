import type { Journey } from '../../journey/journey.ts';
import type { ReadJourney } from '../../journey/read.ts';
import type { Order } from '../../orders/order.ts';
import { orderNumber } from '../format/order-number.ts';
import { time } from '../format/time.ts';
import { type Html, html } from '../html.ts';
import type { Page } from '../layout/page.ts';
import type { PageContext } from '../request/page-context.ts';
import { hopTable } from './hop-table.ts';
import { journeyPicture } from './journey-picture.ts';

/**
 * Returns the page that shows every hop of an order, from its trace and its logs. The script of the page replaces the
 * element #order until the journey is complete.
 */
export function journeyPage(context: PageContext, shown: ReadJourney): Page {
  const { words } = context;
  const { order, journey, cancellations, unavailable, links, incomplete } = shown;
  const title = words.journey.title(orderNumber(order));
  const known = journey.hops.length > 0;
  return {
    title,
    entry: 'orders',
    ...(incomplete && { refreshSeconds: 3 }),
    body: html`
      <p class="breadcrumb-line"><a href="/orders/${order.orderId}">← ${words.order.title(orderNumber(order))}</a></p>
      <h1>${title}</h1>
      <p class="lead">${words.journey.lead}</p>
      <div id="order" data-status="${order.status}" ${incomplete && html`data-poll="3000"`}>
        ${unavailable.traces && html`<p class="notice">${words.journey.tracesUnavailable}</p>`}
        ${!unavailable.traces && !known && html`<p class="notice">${incomplete ? words.journey.notYet : words.journey.notSampled}</p>`}
        ${known && unavailable.logs && html`<p class="notice">${words.journey.logsUnavailable}</p>`}
        ${known ? drawJourney(context, journey, words.journey.hops) : history(context, order)}
        ${cancellations.map((one) => drawJourney(context, one, words.journey.cancellation))}
        <p class="order-forms">
          ${known && links.jaeger && html`<a class="btn btn-outline-secondary" href="${links.jaeger}" rel="noreferrer">${words.journey.jaeger}</a>`}
          ${known && links.grafana && html`<a class="btn btn-outline-secondary" href="${links.grafana}" rel="noreferrer">${words.journey.grafana}</a>`}
        </p>
        ${order.traceId && html`<p class="trace">${words.order.trace} <code>${order.traceId}</code></p>`}
      </div>`,
  };
}

const drawJourney = (context: PageContext, journey: Journey, title: string): Html =>
  html`<h2 class="section-title">${title}</h2>${journeyPicture(context, journey, title)}${hopTable(context, journey, title)}`;

/** Returns the steps that the order itself records, for orders without a trace. */
const history = ({ language, words }: PageContext, { history }: Order): Html => html`
        <section class="panel">
          <h2>${words.order.timeline}</h2>
          <ol class="steps">
            ${history.map(({ status, at }) => html`<li class="step status-${status}"><strong>${words.order.step[status]}</strong><span>${time(at, 'clock', language)}</span></li>`)}
          </ol>
        </section>`;
