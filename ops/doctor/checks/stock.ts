import { type Check, Fault } from '../check.ts';
import { samples } from '../prometheus.ts';

/** Initial stock and ledger add up to what is available. */
export const stock: Check = {
  name: 'stock',
  expected: 'initial stock + ledger = available, and never below 0, for every product',
  look: ({ log }) => `the tables products and stock_ledger; ${log('product-worker')}`,
  run: async (stack) => {
    const [violations] = await samples(stack, 'max(orderflow_stock_violations)');
    if (violations === undefined)
      throw new Fault('the stock is not checked against its ledger', stack.log('product-service'));
    if (violations.value > 0) throw new Fault(`${violations.value} products do not add up`);
    const [products] = await samples(stack, 'count(max by (product) (orderflow_stock_available))');
    return `adds up, for ${products?.value ?? 0} products`;
  },
};
