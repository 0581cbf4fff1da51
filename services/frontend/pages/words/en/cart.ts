import type { CartWords } from '../fr/cart.ts';

export const cart: CartWords = {
  title: 'Cart',
  empty: 'Your cart is empty.',
  emptyLead: 'One click is enough to fill it. It is kept even if you close the page.',
  browse: 'Browse the products',
  count: (count: number) => (count === 1 ? '1 item' : `${count} items`),
  each: 'each',
  quantityOf: (name: string) => `Quantity of ${name}`,
  update: 'Update',
  updated: 'Cart updated',
  remove: 'Remove',
  removeOf: (name: string) => `Remove ${name} from the cart`,
  total: 'Total',
  checkout: 'Check out',
  goOn: 'Continue shopping',
  notEnough: (left: string) => `Only ${left} left: the order may be rejected.`,
  limited: (quantity: number, products: number) =>
    `An order can hold up to ${quantity} of each product and ${products} different products. The rest was not added.`,
  gone: 'This product no longer exists. Remove it to place your order.',
};
