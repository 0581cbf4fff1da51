import { eventually } from '../../clients/eventually.ts';
import type { Check } from '../check.ts';

/** Checks that the doctor's order can be cancelled, which puts its stock back. */
export const cancellation: Check = {
  name: 'cancellation',
  needs: ['order'],
  expected: "the doctor's order is cancelled within 20 s of the request",
  look: ({ log }) => `${log('order-worker')}, product-worker`,
  run: async (_stack, { order }) => {
    if (order === undefined) throw new Error('no order to cancel');
    const { customer, orderId } = order;
    const begin = performance.now();
    await customer.cancelOrder(orderId);
    await eventually(20, async () => {
      const { status } = await customer.getOrder(orderId);
      return status === 'cancelled' ? { found: status } : { missing: `the order is still ${status}` };
    });
    return `cancelled within ${Math.round(performance.now() - begin)} ms`;
  },
};
