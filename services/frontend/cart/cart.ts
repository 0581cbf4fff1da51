import { randomUUID } from 'node:crypto';

export interface Line {
  productId: string;
  quantity: number;
}

/** The products that a visitor wants to buy. It is kept in a cookie, so any replica of the frontend can read it. */
export interface Cart {
  /** The Idempotency-Key of the order that the cart becomes, so that a cart sent twice is one order. */
  key: string;
  lines: readonly Line[];
}

export const maxLines = 50;
export const maxQuantity = 100;

export const createCart = (): Cart => ({ key: randomUUID(), lines: [] });

/** Returns the total quantity of all products. */
export const countItems = ({ lines }: Cart): number => lines.reduce((sum, { quantity }) => sum + quantity, 0);

/** Returns true if an order can hold a further quantity of a product. */
export function canHold({ lines }: Cart, productId: string, quantity: number): boolean {
  const line = lines.find((line) => line.productId === productId);
  return line === undefined ? lines.length < maxLines : line.quantity + quantity <= maxQuantity;
}

/** Adds a quantity of a product. Ignores what exceeds the limits of an order. */
export function addToCart({ key, lines }: Cart, productId: string, quantity: number): Cart {
  const before = lines.find((line) => line.productId === productId);
  if (before !== undefined) return changeQuantity({ key, lines }, productId, before.quantity + quantity);
  return { key, lines: [...lines, { productId, quantity: Math.min(quantity, maxQuantity) }].slice(0, maxLines) };
}

/** Sets the quantity of a product in the cart; 0 removes the product. */
export function changeQuantity({ key, lines }: Cart, productId: string, quantity: number): Cart {
  const changed = lines.map((line) => (line.productId === productId ? { productId, quantity } : line));
  return {
    key,
    lines: changed
      .filter((line) => line.quantity > 0)
      .map((line) => ({ ...line, quantity: Math.min(line.quantity, maxQuantity) })),
  };
}

/** Returns a new cart with the products that were added after the ordered cart was shown. */
export function withoutOrdered({ lines }: Cart, ordered: Cart): Cart {
  const gone = new Set(ordered.lines.map(({ productId }) => productId));
  return { ...createCart(), lines: lines.filter(({ productId }) => !gone.has(productId)) };
}
