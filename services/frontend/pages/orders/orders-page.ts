import { picturePath } from '../../assets.ts';
import type { OrderPage } from '../../orders/list-orders.ts';
import type { Order } from '../../orders/order.ts';
import { euros } from '../format/format.ts';
import { orderNumber } from '../format/order-number.ts';
import { time } from '../format/time.ts';
import { html } from '../html.ts';
import type { Page } from '../layout/page.ts';
import type { PageContext } from '../request/page-context.ts';
import { statusBadge } from './status-badge.ts';

/** A page of orders to show. */
export interface ShownOrders extends OrderPage {
  /** True if newer orders exist. The page then links to the newest ones. */
  hasNewer: boolean;
}

/** Returns the page that lists a user's orders, newest first. */
export function ordersPage(context: PageContext, { orders, nextCursor, hasNewer }: ShownOrders): Page {
  const { language, words } = context;
  const row = (order: Order) => html`
          <li class="order-row">
            <div class="order-row-pictures" aria-hidden="true">
              ${order.items.slice(0, 3).map(({ productId }) => html`<img src="${picturePath(productId)}" width="400" height="300" alt="">`)}
            </div>
            <div class="order-row-text">
              <a class="stretched-link" href="/orders/${order.orderId}">${words.order.title(orderNumber(order))}</a>
              <span>${time(order.placedAt, 'day', language)}</span>
            </div>
            ${statusBadge(context, order)}
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
        ${hasNewer && html`<a class="btn btn-outline-secondary" href="/orders">← ${words.orders.newest}</a>`}
        ${nextCursor && html`<a class="btn btn-outline-secondary" href="/orders?cursor=${encodeURIComponent(nextCursor)}">${words.orders.older} →</a>`}
      </p>`,
  };
}
