import { randomUUID } from 'node:crypto';
import { ExpectedError } from '../cli/command.ts';
import { Customer } from '../clients/customer.ts';

const withinSeconds = 60;

/** Creates a customer whose requests are ordinary, and who must not notice the other requests. */
export async function createNeighbor(url: string): Promise<Customer> {
  try {
    const account = { username: `fuzz-${randomUUID()}`, password: randomUUID() };
    return await Customer.signUp({ url, withinSeconds }, account);
  } catch (cause) {
    throw new ExpectedError(`${cause instanceof Error ? cause.message : cause}; start a stack with npm start`, {
      cause,
    });
  }
}

/** Places an order. Returns the problem if the order does not settle. */
export async function problemsOfAnOrder(neighbor: Customer): Promise<string[]> {
  try {
    const { orderId } = await neighbor.placeOrder([{ productId: 'souris-gaming', quantity: 1 }]);
    const { status } = await neighbor.waitUntilSettled(orderId);
    return status === 'pending' ? [`the ordinary order ${orderId} is still pending`] : [];
  } catch (error) {
    return [`an ordinary order failed: ${error instanceof Error ? error.message : error}`];
  }
}
