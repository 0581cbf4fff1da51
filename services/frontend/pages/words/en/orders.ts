import type { OrdersWords } from '../fr/orders.ts';

export const orders: OrdersWords = {
  title: 'My orders',
  none: 'You have not ordered anything yet.',
  older: 'Older orders',
  newest: 'Latest orders',
};
