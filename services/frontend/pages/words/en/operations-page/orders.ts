import type { OrderSearchWords } from '../../fr/operations-page/orders.ts';

export const orders: OrderSearchWords = {
  title: 'Find orders',
  status: 'State',
  any: 'Any',
  id: 'Order number (8 characters or more)',
  customer: 'Customer',
  customerId: 'Customer id',
  search: 'Search',
  found: 'Orders found',
  none: 'No order matches.',
  invalid: 'Enter a state, at least eight characters of an order number, or the complete id of a customer.',
  order: 'Order',
  age: 'Age',
  placed: 'Placed on',
  total: 'Total',
};
