import type { RequestHandler } from 'express';
import { caller } from '#platform/http/authenticate.ts';
import { Problem } from '#platform/http/problem.ts';
import type { LiveOrders } from '../../orders/live-orders.ts';
import { orderIdFromPath } from '../../orders/order-id.ts';
import { requestCancellation } from '../../orders/request-cancellation.ts';
import type { Shop } from '../../shop.ts';

/** The time limit for waiting until the order is cancelled, so that its page usually shows it as cancelled. */
const waitMs = 1_500;

/** Requests the cancellation of an order and returns to its page. */
export const cancelOrder =
  (shop: Shop): RequestHandler =>
  async (request, response) => {
    const { user, token } = caller(request);
    const orderId = orderIdFromPath(request);
    using cancellation = awaitCancellation(shop.liveOrders, orderId);
    try {
      const { status } = await requestCancellation(shop, { orderId, userId: user.id, token });
      if (status !== 'cancelled') await cancellation.done;
    } catch (error) {
      // A 409: the order was rejected in the meantime, as its page says.
      if (!(error instanceof Problem) || error.status !== 409) throw error;
    }
    response.redirect(303, `/orders/${orderId}?cancelling`);
  };

/** Starts to wait until the order is cancelled, but not longer than the limit. */
function awaitCancellation(liveOrders: LiveOrders, orderId: string): Disposable & { done: Promise<void> } {
  const { promise: done, resolve } = Promise.withResolvers<void>();
  const unsubscribe = liveOrders.subscribe(orderId, ({ status }) => status === 'cancelled' && resolve());
  const timer = setTimeout(resolve, waitMs);
  return {
    done,
    [Symbol.dispose]: () => {
      clearTimeout(timer);
      unsubscribe();
    },
  };
}
