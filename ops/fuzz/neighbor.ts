import { randomUUID } from 'node:crypto';
import { Customer } from '../clients/customer.ts';

const withinSeconds = 60;

/** Creates a customer whose requests are ordinary, between all that are not. */
export const createNeighbor = (url: string): Promise<Customer> =>
  Customer.signUp({ url, withinSeconds }, { username: `fuzz-${randomUUID()}`, password: randomUUID() });

/** Orders something, and returns undefined if the order is confirmed, otherwise what is wrong. */
export async function problemOfAnOrder(neighbor: Customer): Promise<string | undefined> {
  try {
    const { orderId } = await neighbor.placeOrder([{ productId: 'souris-gaming', quantity: 1 }]);
    const { status } = await neighbor.waitUntilSettled(orderId);
    return status === 'pending' ? `the order ${orderId} is still pending` : undefined;
  } catch (error) {
    return `an ordinary order failed: ${error instanceof Error ? error.message : error}`;
  }
}
