import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Customer } from '../clients/customer.ts';
import { createAccount, type Shop } from '../clients/shop.ts';

/** Creates accounts and signs in. */
export async function createCustomers(shop: Shop, count: number): Promise<Customer[]> {
  const customers: Customer[] = [];
  while (customers.length < count) customers.push(await createCustomer(shop));
  return customers;
}

async function createCustomer(shop: Shop): Promise<Customer> {
  const password = randomUUID();
  const account = await retry(async () => {
    const created = { username: `chaos-${randomUUID()}`, password };
    await createAccount(shop, created);
    return created;
  });
  return retry(() => Customer.signIn(shop, account));
}

/** Tries up to 30 times, because hashing a password on a busy machine may take longer than the frontend waits. */
async function retry<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      if (tries === 30) throw error;
      await delay(1_000);
    }
  }
}
