import { sleep } from 'k6';
import { type Customer, sendAs } from './customer.ts';
import type { Status } from './reconcile.ts';
import type { Answer } from './send.ts';

/** An order as the shop shows it, reduced to the fields that the load test uses. */
export interface ListedOrder {
  orderId: string;
  status: Status;
  history: { status: Status; at: string }[];
  traceId: string | null;
}

/** Retries up to 30 times until the response is 200, because the run cannot be judged without the lists. */
function retry(ask: () => Answer['response']): Answer['response'] {
  for (let attempt = 1; ; attempt++) {
    const response = ask();
    if (response.status === 200) return response;
    if (attempt === 30) throw new Error(`listing the orders failed: ${response.status} ${response.error}`);
    sleep(Number(response.headers['Retry-After']) || 1);
  }
}

/** Returns every order of a customer, as the server lists them page by page. */
export function listOrders(customer: Customer): ListedOrder[] {
  const orders: ListedOrder[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const path = `/api/orders?limit=100${cursor && `&cursor=${encodeURIComponent(cursor)}`}`;
    const page = retry(() => sendAs(customer, { name: 'list', path }).response).json() as unknown as {
      orders: ListedOrder[];
      nextCursor: string | null;
    };
    orders.push(...page.orders);
    cursor = page.nextCursor;
  }
  return orders;
}
