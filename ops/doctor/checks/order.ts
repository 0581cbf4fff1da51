import { randomBytes, randomUUID } from 'node:crypto';
import { askJson, eventually } from '../ask.ts';
import { type Check, Fault } from '../check.ts';

interface Product {
  id: string;
  available: number;
}

const settledWithinSeconds = 20;

/** A new customer orders one piece of what there is most of. */
export const order: Check = {
  name: 'order',
  expected: `an account, a login, and an order that is confirmed within ${settledWithinSeconds} s`,
  look: ({ log }) => `${log('frontend')}, product-worker, order-worker`,
  run: async ({ at: { FRONTEND_URL: shop } }, findings) => {
    const credentials = { username: `doctor-${randomUUID()}`, password: randomBytes(18).toString('base64url') };
    await askJson(`${shop}/api/users`, { method: 'POST', body: credentials });
    const session = await askJson<{ token: string }>(`${shop}/api/sessions`, { method: 'POST', body: credentials });
    const authorization = `Bearer ${session.token}`;
    const { products } = await askJson<{ products: Product[] }>(`${shop}/api/products`);
    const [product] = products.toSorted((a, b) => b.available - a.available);
    if (product === undefined || product.available === 0) throw new Fault('there is nothing to buy');

    const begin = performance.now();
    const placed = await askJson<{ orderId: string; traceId: string }>(`${shop}/api/orders`, {
      method: 'POST',
      body: { items: [{ productId: product.id, quantity: 1 }] },
      headers: { authorization, 'idempotency-key': randomUUID() },
    });
    const accepted = performance.now();
    const secrets = { password: credentials.password, token: session.token };
    const found = await eventually(settledWithinSeconds, async () => {
      const { status } = await askJson<{ status: string }>(`${shop}/api/orders/${placed.orderId}`, {
        headers: { authorization },
      });
      return status === 'pending' ? { missing: `order ${placed.orderId} is still pending` } : { found: status };
    });
    if (found !== 'confirmed') throw new Fault(`order ${placed.orderId} is ${found}`);
    findings.order = { ...placed, authorization, secrets };
    const stored = await askJson<{ history: { status: string; at: string }[] }>(
      `${shop}/api/orders/${placed.orderId}`,
      {
        headers: { authorization },
      },
    );
    const at = (status: string) => Date.parse(stored.history.find((step) => step.status === status)?.at ?? '');
    return `accepted in ${Math.round(accepted - begin)} ms, confirmed ${at('confirmed') - at('pending')} ms after it was placed (${placed.orderId})`;
  },
};
