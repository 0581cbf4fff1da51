import type { OrderSearch } from '../../operations-page/search-orders.ts';
import { type Order, statuses } from '../../orders/order.ts';
import { euros, longDuration } from '../format/format.ts';
import { orderNumber } from '../format/order-number.ts';
import { time } from '../format/time.ts';
import { type Html, html } from '../html.ts';
import type { Page } from '../layout/page.ts';
import { statusBadge } from '../orders/status-badge.ts';
import type { PageContext } from '../request/page-context.ts';
import { belowOperations } from './below-operations.ts';
import { table } from './table.ts';

/** An order that has been pending for longer is stuck: the limit of the alert OrdersStuck. */
const stuckAfterSeconds = 60;

/** Returns the page on which admins search for orders. The orders are undefined if the search is invalid. */
export function ordersSearchPage(
  context: PageContext,
  search: OrderSearch,
  orders: readonly Order[] | undefined,
): Page {
  const { words } = context;
  const texts = words.operations.orders;
  const columns = [texts.order, texts.status, texts.age, texts.placed, texts.total, texts.customer];
  return belowOperations(
    context,
    texts.title,
    html`${searchForm(context, search)}
      ${
        orders?.length === 0
          ? html`<p>${texts.none}</p>`
          : table('found', texts.found, columns, orders?.map((order) => row(context, order)) ?? texts.invalid)
      }`,
  );
}

function searchForm({ words }: PageContext, { status, id = '', customer = '' }: OrderSearch): Html {
  const texts = words.operations.orders;
  return html`
      <form method="get" action="/operations/orders" class="panel search">
        <div>
          <label class="form-label" for="status">${texts.status}</label>
          <select class="form-select" id="status" name="status">
            <option value="">${texts.any}</option>
            ${statuses.map((one) => html`<option value="${one}"${one === status && ' selected'}>${words.order.status[one]}</option>`)}
          </select>
        </div>
        <div>
          <label class="form-label" for="id">${texts.id}</label>
          <input class="form-control" id="id" name="id" value="${id}" maxlength="36" spellcheck="false" autocomplete="off">
        </div>
        <div>
          <label class="form-label" for="customer">${texts.customerId}</label>
          <input class="form-control" id="customer" name="customer" value="${customer}" maxlength="36" spellcheck="false" autocomplete="off">
        </div>
        <button class="btn btn-primary">${texts.search}</button>
      </form>`;
}

function row(context: PageContext, order: Order): Html {
  const { language, words } = context;
  const { orderId, status, placedAt, totalCents, userId } = order;
  const seconds = (Date.now() - Date.parse(placedAt)) / 1_000;
  const age = longDuration(seconds, language);
  const isStuck = status === 'pending' && seconds > stuckAfterSeconds;
  return html`
                <tr>
                  <th scope="row"><a href="/orders/${orderId}/journey">${orderNumber(order)}</a></th>
                  <td>${statusBadge(context, order)}</td>
                  <td>${isStuck ? html`<span class="mark">${age}</span>` : age}</td>
                  <td>${time(placedAt, 'day', language)}</td>
                  <td>${totalCents === null ? words.operations.none : euros(totalCents, language)}</td>
                  <td><a href="/operations/orders?customer=${userId}">${userId.slice(0, 8)}</a></td>
                </tr>`;
}
