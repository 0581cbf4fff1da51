import type { ChartsWords } from '../../fr/operations-page/charts.ts';

export const charts: ChartsWords = {
  title: 'The last 15 minutes',
  values: 'Values',
  time: 'Time',
  orders: 'Orders per second',
  placed: 'accepted',
  status: { confirmed: 'confirmed', rejected: 'rejected', cancelled: 'cancelled' },
  acceptance: 'Time to accept an order',
  settlement: 'Time to settle an order, end to end',
  quantile: { '0.5': 'median', '0.95': 'p95' },
  lag: 'Consumer lag (messages)',
};
