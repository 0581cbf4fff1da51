import { z } from 'zod';
import { caller } from '#platform/http/authenticate.ts';
import type { Route } from '#platform/http/router.ts';
import { validate } from '#platform/http/validate.ts';
import { addToCart, canHold, changeQuantity, maxQuantity } from '../../cart/cart.ts';
import { readCart, writeCart } from '../../cart/cart-cookie.ts';
import { findOrder } from '../../orders/find-order.ts';
import { orderIdFromPath } from '../../orders/order-id.ts';
import { productId } from '../../products/product.ts';
import type { Shop } from '../../shop.ts';
import { renderPage } from '../layout/render-page.ts';
import type { PageRoutes } from '../page-routes.ts';
import { loggedIn } from '../request/guards.ts';
import { cartPage } from './cart-page.ts';

const cartForm = z.object({
  product: productId,
  quantity: z.coerce.number<string>().int().min(0).max(maxQuantity),
  /** Adds the quantity to the cart, or replaces the one in the cart. */
  intent: z.enum(['add', 'change']),
});

/** The cart page, which says that not everything was added, because an order cannot hold it. */
const limited = '/cart?limited';

/** Creates the routes of the cart page and of the forms that change the cart. */
export const cartRoutes = (shop: Shop, { page, form }: PageRoutes): Route[] => [
  page('/cart', (request, response) =>
    renderPage(request, response, (context) => cartPage(shop, context, 'limited' in request.query)),
  ),
  form('/cart', (request, response) => {
    const { intent, product, quantity } = validate(cartForm, request.body);
    const change = { add: addToCart, change: changeQuantity }[intent];
    const cart = readCart(request);
    writeCart(request, response, change(cart, product, quantity));
    response.redirect(303, intent === 'change' || canHold(cart, product, quantity) ? '/cart' : limited);
  }),
  form(
    '/orders/:id/again',
    async (request, response) => {
      const { user, token } = caller(request);
      const { items } = await findOrder(shop, { orderId: orderIdFromPath(request), userId: user.id, token });
      let cart = readCart(request);
      let all = true;
      for (const { productId, quantity } of items) {
        all &&= canHold(cart, productId, quantity);
        cart = addToCart(cart, productId, quantity);
      }
      writeCart(request, response, cart);
      response.redirect(303, all ? '/cart' : limited);
    },
    loggedIn(shop, ({ params }) => `/orders/${params['id']}`),
  ),
];
