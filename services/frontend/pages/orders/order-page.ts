import { randomUUID } from 'node:crypto';
import { isSettled, type Order } from '../../orders/order.ts';
import { orderNumber } from '../format/order-number.ts';
import { time } from '../format/time.ts';
import { type Html, html } from '../html.ts';
import type { Page } from '../layout/page.ts';
import type { PageContext } from '../request/page-context.ts';
import { orderItems, type ProductNames } from './order-items.ts';
import { orderSteps } from './order-steps.ts';
import { statusBadge } from './status-badge.ts';

export interface ShownOrder {
  order: Order;
  names: ProductNames;
  /** True if the user has requested its cancellation. */
  cancelling: boolean;
  /** True if the user tried to place the order a second time. */
  before: boolean;
  /** True if the order can be placed again in slow motion. */
  slowable: boolean;
}

/** Returns the page of one order. The script of the page replaces the element #order when the order changes. */
export function orderPage(context: PageContext, { order, names, cancelling, before, slowable }: ShownOrder): Page {
  const { words, language } = context;
  const { orderId, status } = order;
  const waiting = cancelling && status !== 'cancelled' && status !== 'rejected';
  const moving = !isSettled(status) || waiting;
  const title = words.order.title(orderNumber(order));
  return {
    title: `${title}, ${words.order.status[status].toLowerCase()}`,
    entry: 'orders',
    ...(moving && { refreshSeconds: 2 }),
    body: html`
      <p class="breadcrumb-line"><a href="/orders">← ${words.order.mine}</a></p>
      ${before && html`<p class="notice" role="status">${words.order.before}</p>`}
      <div id="order" data-status="${status}" data-says="${words.order.status[status]}"
        ${!isSettled(status) && html`data-events="/api/orders/${orderId}/events"`} ${waiting && html`data-poll="1000"`}>
        <div class="order-head">
          <h1>${title}</h1>
          ${statusBadge(context, order)}
        </div>
        <p class="order-date">${words.order.placed} ${time(order.placedAt, 'day', language)}</p>
        <div class="columns">
          <div>
            <section class="panel order-state status-${status}">
              <p class="order-says">${words.order.says[status]}</p>
              ${order.reason && html`<p class="order-reason">${words.order.reasons[order.reason] ?? order.reason}</p>`}
              ${shortages(context, order, names)}
              <h2>${words.order.timeline}</h2>
              ${orderSteps(context, order, waiting)}
            </section>
            ${forms(context, order, { moving, waiting })}
            ${slowable && isSettled(status) && slowMotionForm(context, order)}
          </div>
          ${orderItems(context, order, names)}
        </div>
        <p class="order-forms"><a class="btn btn-outline-secondary" href="/orders/${orderId}/journey">${words.journey.see}</a></p>
        ${order.traceId && html`<p class="trace">${words.order.trace} <code>${order.traceId}</code></p>`}
      </div>`,
  };
}

/** Returns the list of the products of which too few were available, if there are any. */
function shortages({ words, language }: PageContext, order: Order, names: ProductNames): Html | false {
  if (order.shortages.length === 0) return false;
  return html`<ul class="order-shortages">${order.shortages.map(
    ({ productId, quantity, available }) =>
      html`<li>${words.order.shortage(names.get(productId)?.[language] ?? productId, quantity, available)}</li>`,
  )}</ul>`;
}

/** Returns the form that places the same order again, slowly enough to watch its steps. */
const slowMotionForm = ({ words }: PageContext, { orderId }: Order): Html => html`
            <form method="post" action="/orders/${orderId}/slow-motion" class="slow-motion" data-once>
              <input type="hidden" name="key" value="${randomUUID()}">
              <button class="btn btn-outline-secondary">${words.order.slow}</button>
              <span class="small-print">${words.order.slowSays}</span>
            </form>`;

function forms(
  { words }: PageContext,
  { orderId, status }: Order,
  { moving, waiting }: { moving: boolean; waiting: boolean },
): Html {
  const cancellable = (status === 'pending' || status === 'confirmed') && !waiting;
  return html`
            <div class="order-forms">
              ${moving && html`<a class="btn btn-outline-secondary without-script" href="/orders/${orderId}">${words.order.refresh}</a>`}
              ${cancellable && html`<form method="post" action="/orders/${orderId}/cancellation" data-once><button class="btn btn-outline-danger">${words.order.cancel}</button></form>`}
              ${(status === 'rejected' || status === 'cancelled') && html`<form method="post" action="/orders/${orderId}/again"><button class="btn btn-primary">${words.order.again}</button></form>`}
            </div>`;
}
