import { randomUUID } from 'node:crypto';
import { parseCookie } from 'cookie';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { productId } from '../products/products.ts';

export interface Line {
  productId: string;
  quantity: number;
}

/** What a visitor wants to buy. The browser keeps it, in a cookie: any instance of the frontend can read it. */
export interface Cart {
  /** The Idempotency-Key of the order that it becomes: sent twice, it is one order. */
  key: string;
  lines: readonly Line[];
}

const mostLines = 50;
export const mostOfOne = 100;
const cookieName = 'cart';
const keptMs = 30 * 24 * 60 * 60 * 1_000;

export const emptyCart = (): Cart => ({ key: randomUUID(), lines: [] });

export const countOf = ({ lines }: Cart): number => lines.reduce((sum, { quantity }) => sum + quantity, 0);

/** With so many more of a product; what does not fit into an order is left out. */
export function add({ key, lines }: Cart, productId: string, quantity: number): Cart {
  const before = lines.find((line) => line.productId === productId);
  if (before !== undefined) return change({ key, lines }, productId, before.quantity + quantity);
  return { key, lines: [...lines, { productId, quantity: Math.min(quantity, mostOfOne) }].slice(0, mostLines) };
}

/** With that many of a product; none removes it. */
export function change({ key, lines }: Cart, productId: string, quantity: number): Cart {
  const changed = lines.map((line) => (line.productId === productId ? { productId, quantity } : line));
  return {
    key,
    lines: changed
      .filter((line) => line.quantity > 0)
      .map((line) => ({ ...line, quantity: Math.min(line.quantity, mostOfOne) })),
  };
}

/** What is left of a cart after an order: the products that were put in since. It will be an order of its own. */
export function without({ lines }: Cart, ordered: Cart): Cart {
  const gone = new Set(ordered.lines.map(({ productId }) => productId));
  return { ...emptyCart(), lines: lines.filter(({ productId }) => !gone.has(productId)) };
}

/** A cart as text, for cookies and forms: `key!laptop-pro*1!souris-gaming*2`. Nothing in it needs to be escaped. */
export const encode = ({ key, lines }: Cart): string =>
  [key, ...lines.map(({ productId, quantity }) => `${productId}*${quantity}`)].join('!');

const cartText = z
  .string()
  .transform((text) => text.split('!'))
  .transform(([key, ...lines]) => ({ key, lines: lines.map((line) => line.split('*')) }))
  .pipe(
    z.object({
      key: z.uuid(),
      lines: z
        .array(z.tuple([productId, z.coerce.number<string>().int().min(1).max(mostOfOne)]))
        .max(mostLines)
        .refine((lines) => new Set(lines.map(([id]) => id)).size === lines.length),
    }),
  );

/** The cart that a text tells, or undefined when it is none. */
export function decode(text: unknown): Cart | undefined {
  const { data } = cartText.safeParse(text);
  return data && { key: data.key, lines: data.lines.map(([productId, quantity]) => ({ productId, quantity })) };
}

/** The cart of the browser that asks. */
export function readCart({ headers }: Request): Cart {
  return decode(parseCookie(headers.cookie ?? '')[cookieName]) ?? emptyCart();
}

/** Gives the browser its cart to keep. */
export function writeCart(request: Request, response: Response, cart: Cart): void {
  const attributes = { httpOnly: true, sameSite: 'lax', secure: request.secure } as const;
  if (cart.lines.length === 0) response.clearCookie(cookieName, attributes);
  else response.cookie(cookieName, encode(cart), { ...attributes, maxAge: keptMs });
}
