import { parseCookie } from 'cookie';
import type { Request, Response } from 'express';
import { type Cart, createCart } from './cart.ts';
import { decodeCart, encodeCart } from './cart-text.ts';

const cookieName = 'cart';
const keptMs = 30 * 24 * 60 * 60 * 1_000;

/** Reads the cart from the cookie of a request. Returns an empty cart if there is none. */
export function readCart({ headers }: Request): Cart {
  return decodeCart(parseCookie(headers.cookie ?? '')[cookieName]) ?? createCart();
}

/** Stores the cart in a cookie of the browser. An empty cart removes the cookie. */
export function writeCart(request: Request, response: Response, cart: Cart): void {
  const attributes = { httpOnly: true, sameSite: 'lax', secure: request.secure } as const;
  if (cart.lines.length === 0) response.clearCookie(cookieName, attributes);
  else response.cookie(cookieName, encodeCart(cart), { ...attributes, maxAge: keptMs });
}
