import { picturePath } from '../../assets.ts';
import { isSettled, type Order } from '../../orders/order.ts';
import { duration, euros } from '../format/format.ts';
import { orderNumber } from '../format/order-number.ts';
import { time } from '../format/time.ts';
import { type Html, html } from '../html.ts';
import type { Page } from '../layout/layout.ts';
import type { Visit } from '../request/page-context.ts';

const badge = ({ words }: Visit, { status }: Order): Html =>
  html`<span class="badge-status status-${status}">${words.order.status[status]}</span>`;

export interface OrderList {
  orders: readonly Order[];
  nextCursor: string | null;
  /** Whether newer ones come before. */
  older: boolean;
}

/** The orders of who is logged in, newest first. */
export function ordersPage(visit: Visit, { orders, nextCursor, older }: OrderList): Page {
  const { language, words } = visit;
  const row = (order: Order) => html`
          <li class="order-row">
            <div class="order-row-pictures" aria-hidden="true">
              ${order.items.slice(0, 3).map(({ productId }) => html`<img src="${picturePath(productId)}" width="400" height="300" alt="">`)}
            </div>
            <div class="order-row-text">
              <a class="stretched-link" href="/orders/${order.orderId}">${words.order.title(orderNumber(order))}</a>
              <span>${time(order.placedAt, 'day', language)}</span>
            </div>
            ${badge(visit, order)}
            <span class="price">${order.totalCents === null ? '–' : euros(order.totalCents, language)}</span>
          </li>`;
  return {
    title: words.orders.title,
    entry: 'orders',
    body: html`
      <h1>${words.orders.title}</h1>
      ${
        orders.length === 0
          ? html`<div class="empty"><p class="lead">${words.orders.none}</p><a class="btn btn-primary" href="/products">${words.cart.browse}</a></div>`
          : html`<ul class="order-rows">${orders.map(row)}</ul>`
      }
      <p class="pages">
        ${older && html`<a class="btn btn-outline-secondary" href="/orders">← ${words.orders.newest}</a>`}
        ${nextCursor && html`<a class="btn btn-outline-secondary" href="/orders?cursor=${encodeURIComponent(nextCursor)}">${words.orders.older} →</a>`}
      </p>`,
  };
}

export interface ShownOrder {
  order: Order;
  /** The names of products, for orders that do not tell them: only priced ones do. */
  names: ReadonlyMap<string, { fr: string; en: string }>;
  /** Whether its cancellation was asked for. */
  cancelling: boolean;
  /** Whether it was placed before, and asked for again. */
  before: boolean;
}

/** One order. What may still change is in #order, which the script of the page replaces. */
export function orderPage(visit: Visit, { order, names, cancelling, before }: ShownOrder): Page {
  const { words, language } = visit;
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
          ${badge(visit, order)}
        </div>
        <p class="order-date">${words.order.placed} ${time(order.placedAt, 'day', language)}</p>
        <div class="columns">
          <div>
            <section class="panel order-state status-${status}">
              <p class="order-says">${words.order.says[status]}</p>
              ${order.reason && html`<p class="order-reason">${words.order.reasons[order.reason] ?? order.reason}</p>`}
              <h2>${words.order.timeline}</h2>
              ${steps(visit, order, waiting)}
            </section>
            ${forms(visit, order, { moving, waiting })}
          </div>
          ${items(visit, order, names)}
        </div>
        <p class="order-forms"><a class="btn btn-outline-secondary" href="/orders/${orderId}/journey">${words.journey.see}</a></p>
        ${order.traceId && html`<p class="trace">${words.order.trace} <code>${order.traceId}</code></p>`}
      </div>`,
  };
}

function steps({ language, words }: Visit, { status, history }: Order, waiting: boolean): Html {
  const next = status === 'pending' ? words.order.waiting : waiting && words.order.cancelling;
  return html`
              <ol class="steps">
                ${history.map(({ status, at }, n) => {
                  const previous = history[n - 1];
                  const ms = previous && Date.parse(at) - Date.parse(previous.at);
                  return html`
                <li class="step status-${status}">
                  <strong>${words.order.step[status]}</strong>
                  <span>${time(at, 'clock', language)}${ms !== undefined && html` <em>${words.order.after(duration(ms, language))}</em>`}</span>
                </li>`;
                })}
                ${next && html`<li class="step step-next"><strong>${next}</strong><span class="dots" aria-hidden="true"></span></li>`}
              </ol>`;
}

function items({ language, words }: Visit, { items, totalCents }: Order, names: ShownOrder['names']): Html {
  return html`
          <section class="summary" aria-labelledby="items">
            <h2 id="items">${words.order.items}</h2>
            <ul class="order-items">
              ${items.map(
                ({ productId, name, quantity, unitPriceCents }) => html`
              <li>
                <img src="${picturePath(productId)}" width="400" height="300" alt="">
                <a href="/products/${productId}">${(name ?? names.get(productId))?.[language] ?? productId}</a>
                <span>${quantity}${unitPriceCents !== null && html` × ${euros(unitPriceCents, language)}`}</span>
              </li>`,
              )}
            </ul>
            ${
              totalCents !== null &&
              html`<dl class="totals"><div class="totals-sum"><dt>${words.order.total}</dt><dd>${euros(totalCents, language)}</dd></div></dl>`
            }
          </section>`;
}

function forms(
  { words }: Visit,
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
