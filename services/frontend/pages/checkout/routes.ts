import type { Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import { caller } from '#platform/http/authenticate.ts';
import { Problem } from '#platform/http/problem.ts';
import type { Route } from '#platform/http/router.ts';
import { validate } from '#platform/http/validate.ts';
import { type Cart, createCart, withoutOrdered } from '../../cart/cart.ts';
import { readCart, writeCart } from '../../cart/cart-cookie.ts';
import { decodeCart } from '../../cart/cart-text.ts';
import type { AcceptOrder } from '../../orders/accept-order.ts';
import { deriveOrderId } from '../../orders/order-id.ts';
import { OtherItems } from '../../orders/placed-items.ts';
import type { Shop } from '../../shop.ts';
import { renderPage } from '../layout/render-page.ts';
import type { PageRoutes } from '../page-routes.ts';
import { loggedIn } from '../request/guards.ts';
import { readPageContext } from '../request/page-context.ts';
import { checkoutPage } from './checkout-page.ts';

const checkoutForm = z.object({ cart: z.string() });

/** Creates the routes of the checkout page and of its form, which places the order. */
export const checkoutRoutes = (shop: Shop, { page, form }: PageRoutes, acceptOrder: AcceptOrder): Route[] => [
  page(
    '/checkout',
    async (request, response) => {
      const checkout = await checkoutPage(shop, readPageContext(request, response));
      if (checkout === undefined) response.redirect(303, '/cart');
      else await renderPage(request, response, () => checkout);
    },
    loggedIn(shop),
  ),
  form(
    '/checkout',
    placeOrder(acceptOrder),
    loggedIn(shop, () => '/checkout'),
  ),
];

/**
 * Places the order that the form shows, and removes its products from the cart. The cart may have changed since the
 * form was shown, for example in another tab.
 */
function placeOrder(acceptOrder: AcceptOrder): RequestHandler {
  return async (request, response) => {
    const { user, token } = caller(request);
    const ordered = readOrderedCart(request);
    const orderId = deriveOrderId(user.id, ordered.key);
    const cart = readCart(request);
    try {
      await acceptOrder({ orderId, userId: user.id, items: [...ordered.lines] }, token);
      if (cart.key === ordered.key) writeCart(request, response, withoutOrdered(cart, ordered));
      response.redirect(303, `/orders/${orderId}`);
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 422) throw error;
      if (error instanceof OtherItems) showPlacedOrder(request, response, orderId, ordered);
      // A product no longer exists; the cart page says which one.
      else response.redirect(303, '/cart');
    }
  };
}

/**
 * Reads the cart to order from the form.
 * @throws {Problem} 400 if the form holds no valid cart, or an empty one
 */
function readOrderedCart(request: Request): Cart {
  const cart = decodeCart(validate(checkoutForm, request.body).cart);
  if (cart === undefined || cart.lines.length === 0) throw new Problem(400);
  return cart;
}

/** Shows the order that was placed with the cart's key. The cart gets a new key, so that it can be ordered next. */
function showPlacedOrder(request: Request, response: Response, orderId: string, { lines }: Cart): void {
  writeCart(request, response, { ...createCart(), lines });
  response.redirect(303, `/orders/${orderId}?before`);
}
