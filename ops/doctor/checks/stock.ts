import { querySamples } from '../../clients/prometheus.ts';
import { type Check, CheckFailed } from '../check.ts';

/** Checks that initial stock and ledger add up to the available stock. */
export const stock: Check = {
  name: 'stock',
  asks: ['otel-collector', 'prometheus'],
  expected: 'initial stock + ledger = available, and never below 0, for every product',
  look: ({ log }) => `the tables products and stock_ledger; ${log('product-worker')}`,
  run: async (stack) => {
    const [violations] = await querySamples(stack.at.PROMETHEUS_URL, 'max(orderflow_stock_violations)');
    if (violations === undefined)
      throw new CheckFailed(
        'product-service does not report whether the stock matches its ledger',
        stack.log('product-service'),
      );
    if (violations.value > 0)
      throw new CheckFailed(`${violations.value} products have a stock that does not match their ledger`);
    const [products] = await querySamples(
      stack.at.PROMETHEUS_URL,
      'count(max by (product) (orderflow_stock_available))',
    );
    return `matches the ledger, for ${products?.value ?? 0} products`;
  },
};
