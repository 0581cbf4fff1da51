import { randomBytes, randomUUID } from 'node:crypto';
import { Customer } from '../../clients/customer.ts';
import { eventually } from '../../clients/eventually.ts';
import { listProducts, type Shop } from '../../clients/shop.ts';
import { type Check, CheckFailed } from '../check.ts';

const settledWithinSeconds = 20;

/** Checks that a new customer can order one piece of the product with the largest stock. */
export const order: Check = {
  name: 'order',
  expected: `an account, a login, and an order that is confirmed within ${settledWithinSeconds} s`,
  look: ({ log }) => `${log('frontend')}, product-worker, order-worker`,
  run: async ({ at }, findings) => {
    const shop = { url: at.FRONTEND_URL };
    const account = { username: `doctor-${randomUUID()}`, password: randomBytes(18).toString('base64url') };
    const customer = await Customer.signUp(shop, account);
    const productId = await bestStocked(shop);

    const begin = performance.now();
    const { orderId, traceId } = await customer.placeOrder([{ productId, quantity: 1 }]);
    const accepted = performance.now();
    const settled = await eventually(settledWithinSeconds, async () => {
      const found = await customer.getOrder(orderId);
      return found.status === 'pending' ? { missing: `order ${orderId} is still pending` } : { found };
    });
    if (settled.status !== 'confirmed') throw new CheckFailed(`order ${orderId} is ${settled.status}`);
    const secrets = { password: account.password, token: customer.token };
    findings.order = { orderId, traceId: traceId ?? '', customer, secrets };
    const timeOf = (status: string) => Date.parse(settled.history.find((step) => step.status === status)?.at ?? '');
    const confirmedAfter = timeOf('confirmed') - timeOf('pending');
    return `accepted in ${Math.round(accepted - begin)} ms, confirmed ${confirmedAfter} ms after it was placed (${orderId})`;
  },
};

async function bestStocked(shop: Shop): Promise<string> {
  const [product] = (await listProducts(shop)).toSorted((a, b) => b.available - a.available);
  if (product === undefined || product.available === 0) throw new CheckFailed('no product is in stock');
  return product.id;
}
