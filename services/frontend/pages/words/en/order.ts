import type { OrderWords } from '../fr/order.ts';

export const order: OrderWords = {
  title: (number: string) => `Order ${number}`,
  status: { pending: 'In progress', confirmed: 'Confirmed', rejected: 'Rejected', cancelled: 'Cancelled' },
  says: {
    pending: 'Your order has been recorded. The items are being reserved.',
    confirmed: 'Thank you! The items are reserved and your order is confirmed.',
    rejected: 'Your order could not be fulfilled. Nothing was charged.',
    cancelled: 'Your order has been cancelled. The items are back in stock.',
  },
  reasons: {
    'insufficient-stock': 'There is not enough stock of one of the items.',
    'unknown-product': 'One of the items is no longer sold.',
    'duplicate-product': 'A product appears on two lines of the order.',
    'total-too-high': 'The total of the order is too high.',
    expired: 'The items could not be reserved in time.',
  },
  shortage: (name: string, quantity: number, available: number) =>
    `${name}: ${quantity} ordered, ${available === 0 ? 'none' : available} left`,
  step: {
    pending: 'Order received',
    confirmed: 'Items reserved, order confirmed',
    rejected: 'Order rejected',
    cancelled: 'Order cancelled',
  },
  waiting: 'Reserving the items',
  cancelling: 'Cancellation requested',
  timeline: 'Steps',
  after: (time: string) => `${time} later`,
  items: 'Items',
  total: 'Total',
  cancel: 'Cancel the order',
  again: 'Add these items to the cart again',
  slow: 'Order the same in slow motion',
  slowSays: 'Each step waits for two seconds, so you can watch the order move.',
  refresh: 'Refresh',
  trace: 'Trace',
  placed: 'Placed on',
  before: 'You had already ordered this cart; this is the order. It was placed only once.',
  mine: 'All my orders',
};
