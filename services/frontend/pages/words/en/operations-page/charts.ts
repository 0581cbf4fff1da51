import type { ChartsWords } from '../../fr/operations-page/charts.ts';

export const charts: ChartsWords = {
  title: 'The last 15 minutes',
  values: 'Values',
  time: 'Time',
  orders: 'Orders per second',
  placed: 'accepted',
  status: { confirmed: 'confirmed', rejected: 'rejected', cancelled: 'cancelled' },
  acceptance: 'Acceptance of an order',
  settlement: 'An order from end to end',
  quantile: { '0.5': 'median', '0.95': 'p95' },
  lag: 'Messages waiting to be consumed',
};
