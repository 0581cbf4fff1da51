import { z } from 'zod';
import { caller } from '#platform/http/authenticate.ts';
import { Problem } from '#platform/http/problem.ts';
import type { Route } from '#platform/http/router.ts';
import { validate } from '#platform/http/validate.ts';
import type { AcceptOrder } from '../accept-order.ts';
import { findOrder } from '../find-order.ts';
import { readJourney } from '../journey/read.ts';
import { order } from '../order.ts';
import { orderIdFor, orderIdIn } from '../order-id.ts';
import { requestCancellation } from '../request-cancellation.ts';
import { createAccount, endSession, startSession } from '../session.ts';
import type { Shop } from '../shop.ts';
import { type Attempt, loginPage, registerPage } from './account.ts';
import { cartPage, checkoutPage } from './basket.ts';
import { add, change, decode, emptyCart, readCart, without, writeCart } from './cart.ts';
import { accountForm, cartForm, checkoutForm, languageForm } from './forms.ts';
import { journeyPage } from './journey.ts';
import { answerPage } from './layout.ts';
import { localPath } from './local-path.ts';
import { operationsPages } from './operations-routes.ts';
import { orderPage, ordersPage, type ShownOrder } from './orders.ts';
import { pageRoutes } from './page-routes.ts';
import { homePage, productPage, productsPage } from './products.ts';
import { languageCookie, loggedIn, visitOf } from './visit.ts';

/** How long the answer to a cancellation waits for it to be done. */
const cancellationMs = 1_500;

/** The shop's pages. Forms answer with a redirect, so that a reload never sends one again. */
export function pages(shop: Shop, acceptOrder: AcceptOrder): Route[] {
  const made = pageRoutes(shop);
  const { page, form } = made;
  return [
    page('/', (request, response) => answerPage(request, response, (visit) => homePage(shop, visit))),
    page('/products', (request, response) => answerPage(request, response, (visit) => productsPage(shop, visit))),
    page('/products/:id', (request, response) =>
      answerPage(request, response, (visit) => productPage(shop, visit, request.params['id'])),
    ),
    form('/language', (request, response) => {
      const { language, next } = validate(languageForm, request.body);
      response.cookie(languageCookie, language, {
        httpOnly: true,
        sameSite: 'lax',
        secure: request.secure,
        maxAge: 365 * 24 * 60 * 60 * 1_000,
      });
      response.redirect(303, localPath(next));
    }),

    page('/cart', (request, response) => answerPage(request, response, (visit) => cartPage(shop, visit))),
    form('/cart', (request, response) => {
      const { intent, product, quantity } = validate(cartForm, request.body);
      writeCart(request, response, { add, change }[intent](readCart(request), product, quantity));
      response.redirect(303, '/cart');
    }),
    page(
      '/checkout',
      async (request, response) => {
        const checkout = await checkoutPage(shop, visitOf(request, response));
        if (checkout === undefined) response.redirect(303, '/cart');
        else await answerPage(request, response, () => checkout);
      },
      loggedIn(shop),
    ),
    form(
      '/checkout',
      async (request, response) => {
        const { user } = caller(request);
        const ordered = decode(validate(checkoutForm, request.body).cart);
        if (ordered === undefined || ordered.lines.length === 0) throw new Problem(400);
        const orderId = orderIdFor(user.id, ordered.key);
        const cart = readCart(request);
        try {
          await acceptOrder({ orderId, userId: user.id, items: [...ordered.lines] });
          if (cart.key === ordered.key) writeCart(request, response, without(cart, ordered));
          response.redirect(303, `/orders/${orderId}`);
        } catch (error) {
          if (!(error instanceof Problem) || error.status !== 422) throw error;
          // Either a product is gone, which the cart's page tells, or the key was used: then the cart gets another one.
          const used = shop.live.get(orderId) !== undefined;
          if (used) writeCart(request, response, { ...emptyCart(), lines: ordered.lines });
          response.redirect(303, used ? `/orders/${orderId}?before` : '/cart');
        }
      },
      loggedIn(shop, () => '/checkout'),
    ),

    page('/login', (request, response) =>
      answerPage(request, response, (visit) => loginPage(visit, firstAttempt(request.query))),
    ),
    form('/login', async (request, response) => {
      const { next, ...credentials } = validate(accountForm, request.body);
      try {
        await startSession(shop.users, credentials, request, response);
        response.redirect(303, localPath(next));
      } catch (error) {
        const status = refusal(error, [400, 401, 429]);
        await answerPage(request, response.status(status), (visit) =>
          loginPage(visit, {
            username: credentials.username,
            next: localPath(next),
            fault: status === 429 ? visit.words.account.tooMany(minutes(error)) : visit.words.account.wrong,
          }),
        );
      }
    }),
    page('/register', (request, response) =>
      answerPage(request, response, (visit) => registerPage(visit, firstAttempt(request.query))),
    ),
    form('/register', async (request, response) => {
      const { next, ...credentials } = validate(accountForm, request.body);
      try {
        await createAccount(shop.users, credentials, request);
      } catch (error) {
        const status = refusal(error, [400, 409]);
        await answerPage(request, response.status(status), (visit) =>
          registerPage(visit, {
            username: credentials.username,
            next: localPath(next),
            fault: status === 409 ? visit.words.account.taken : undefined,
            wrong: status === 409 ? ['username'] : faulty(error),
          }),
        );
        return;
      }
      await startSession(shop.users, credentials, request, response);
      response.redirect(303, localPath(next));
    }),
    form('/logout', (request, response) => {
      endSession(request, response);
      response.redirect(303, '/');
    }),

    page(
      '/orders',
      async (request, response) => {
        const { token } = caller(request);
        const { cursor } = validate(z.object({ cursor: z.string().max(255).optional() }), request.query);
        const query = new URLSearchParams(cursor === undefined ? {} : { cursor });
        const { orders, nextCursor } = orderList.parse(await shop.orders.request(`/orders?${query}`, { token }));
        const latest = orders.map((stored) => shop.live.latest(stored));
        const list = { orders: latest, nextCursor, older: cursor !== undefined };
        await answerPage(request, response, (visit) => ordersPage(visit, list));
      },
      loggedIn(shop),
    ),
    page(
      '/orders/:id',
      async (request, response) => {
        const { user, token } = caller(request);
        const found = await findOrder(shop, { orderId: orderIdIn(request), userId: user.id, token });
        const names = found.items.some(({ name }) => name === null) ? await productNames(shop) : new Map();
        await answerPage(request, response, (visit) =>
          orderPage(visit, {
            order: found,
            names,
            cancelling: 'cancelling' in request.query,
            before: 'before' in request.query,
          }),
        );
      },
      loggedIn(shop),
    ),
    page(
      '/orders/:id/journey',
      async (request, response) => {
        const { user, token } = caller(request);
        const own = { orderId: orderIdIn(request), userId: user.id, token, anyones: user.role === 'admin' };
        const shown = await readJourney(shop, await findOrder(shop, own));
        await answerPage(request, response, (visit) => journeyPage(visit, shown));
      },
      loggedIn(shop),
    ),
    form(
      '/orders/:id/cancellation',
      async (request, response) => {
        const { user, token } = caller(request);
        const orderId = orderIdIn(request);
        const { promise: cancelled, resolve } = Promise.withResolvers<void>();
        const unsubscribe = shop.live.subscribe(orderId, ({ status }) => status === 'cancelled' && resolve());
        const timer = setTimeout(resolve, cancellationMs);
        try {
          const { status } = await requestCancellation(shop, { orderId, userId: user.id, token });
          if (status !== 'cancelled') await cancelled;
        } catch (error) {
          // It was rejected meanwhile, as its page tells.
          if (!(error instanceof Problem) || error.status !== 409) throw error;
        } finally {
          clearTimeout(timer);
          unsubscribe();
        }
        response.redirect(303, `/orders/${orderId}?cancelling`);
      },
      loggedIn(shop, ({ params }) => `/orders/${params['id']}`),
    ),
    form(
      '/orders/:id/again',
      async (request, response) => {
        const { user, token } = caller(request);
        const { items } = await findOrder(shop, { orderId: orderIdIn(request), userId: user.id, token });
        let cart = readCart(request);
        for (const { productId, quantity } of items) cart = add(cart, productId, quantity);
        writeCart(request, response, cart);
        response.redirect(303, '/cart');
      },
      loggedIn(shop, ({ params }) => `/orders/${params['id']}`),
    ),
    ...operationsPages(shop, made),
  ];
}

const orderList = z.object({ orders: z.array(order), nextCursor: z.string().nullable() });

/** Without names an order can be shown all the same. */
async function productNames({ catalogue }: Shop): Promise<ShownOrder['names']> {
  const products = await catalogue.recent().catch(() => []);
  return new Map(products.map(({ id, name }) => [id, name]));
}

const firstAttempt = ({ next }: Record<string, unknown>): Attempt => ({ username: '', next: localPath(next) });

/** The status of a refusal that a form tells of itself; anything else is thrown on. */
function refusal(error: unknown, statuses: readonly number[]): number {
  if (error instanceof Problem && statuses.includes(error.status)) return error.status;
  throw error;
}

const faulty = (error: unknown): string[] =>
  error instanceof Problem ? (error.options.errors ?? []).map(({ path }) => path) : [];

const minutes = (error: unknown): number =>
  Math.ceil(((error instanceof Problem && error.options.retryAfter) || 60) / 60);
