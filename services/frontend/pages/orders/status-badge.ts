import type { Order } from '../../orders/order.ts';
import { type Html, html } from '../html.ts';
import type { PageContext } from '../request/page-context.ts';

export const statusBadge = ({ words }: PageContext, { status }: Order): Html =>
  html`<span class="badge-status status-${status}">${words.order.status[status]}</span>`;
