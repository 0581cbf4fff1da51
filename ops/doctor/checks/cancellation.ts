import { askJson, eventually } from '../ask.ts';
import type { Check } from '../check.ts';

/** The order can be cancelled: what it took goes back to the stock. */
export const cancellation: Check = {
  name: 'cancellation',
  needs: ['order'],
  expected: 'the order of before is cancelled within 20 s of the request',
  look: ({ log }) => `${log('order-worker')}, product-worker`,
  run: async ({ at: { FRONTEND_URL: shop } }, { order }) => {
    const url = `${shop}/api/orders/${order?.orderId}`;
    const headers = { authorization: order?.authorization ?? '' };
    const begin = performance.now();
    await askJson(`${url}/cancellation`, { method: 'POST', headers });
    await eventually(20, async () => {
      const { status } = await askJson<{ status: string }>(url, { headers });
      return status === 'cancelled' ? { found: status } : { missing: `the order is still ${status}` };
    });
    return `cancelled within ${Math.round(performance.now() - begin)} ms`;
  },
};
