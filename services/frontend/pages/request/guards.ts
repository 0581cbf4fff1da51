import type { Request, RequestHandler } from 'express';
import { Problem } from '#platform/http/problem.ts';
import type { Shop } from '../../shop.ts';

type Guarded = Pick<Shop, 'authenticate'>;

/** Sets `request.user` if the visitor is logged in. Lets everyone pass. */
export const identify = ({ authenticate }: Guarded): RequestHandler =>
  async function identify(request, response, next) {
    try {
      await authenticate(request, response, () => undefined);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
    }
    next();
  };

/**
 * Requires a login. Redirects other visitors to the login page.
 * @param returnPath the path to return to after the login; by default the requested page
 */
export const loggedIn = ({ authenticate }: Guarded, returnPath = requestedPage): RequestHandler =>
  async function logIn(request, response, next) {
    try {
      await authenticate(request, response, () => undefined);
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 401) throw error;
      response.redirect(303, `/login?next=${encodeURIComponent(returnPath(request))}`);
      return;
    }
    next();
  };

const requestedPage = (request: Request): string => request.originalUrl;

/** Requires an admin. Other logged-in users get a 404. */
export const adminsOnly = (shop: Guarded, returnPath?: (request: Request) => string): RequestHandler => {
  const logIn = loggedIn(shop, returnPath);
  return (request, response, next) =>
    logIn(request, response, () => {
      if (request.user?.role !== 'admin') throw new Problem(404);
      next();
    });
};
