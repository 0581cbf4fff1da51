import type { ProductsWords } from '../fr/products.ts';

export const products: ProductsWords = {
  title: 'Products',
  lead: (count: number) => `${count} products, ready to ship.`,
  inStock: 'In stock',
  left: (count: string) => `Only ${count} left`,
  soldOut: 'Sold out',
  quantity: 'Quantity',
  add: 'Add to cart',
  addOne: (name: string) => `Add ${name} to cart`,
  added: 'Added to the cart',
  back: 'All products',
  promise: ['You pay the listed price', 'Never ordered twice, even if the connection drops', 'Cancel at any time'],
};
