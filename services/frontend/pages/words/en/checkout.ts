import type { CheckoutWords } from '../fr/checkout.ts';

export const checkout: CheckoutWords = {
  title: 'Your order',
  pay: 'Confirm and pay',
  summary: 'Summary',
  note: 'The price and the stock are checked again when the order is processed.',
  demo: 'This is a demo: no payment takes place.',
  as: (name: string) => `Ordering as ${name}`,
  change: 'Edit the cart',
};
