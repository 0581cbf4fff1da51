import { parseCookie } from 'cookie';
import type { Request, RequestHandler, Response } from 'express';
import type { User } from '#platform/http/authenticate.ts';
import { Problem } from '#platform/http/problem.ts';
import { type Cart, readCart } from '../../cart/cart.ts';
import { chooseLanguage, type Language } from '../../language.ts';
import type { Shop } from '../../shop.ts';
import { type Words, words } from '../words/words.ts';
import { localPath } from './local-path.ts';

/** What every page knows of who asks for it. */
export interface Visit {
  language: Language;
  words: Words;
  user: User | undefined;
  cart: Cart;
  /** The page, to come back to. */
  path: string;
  /** The W3C `traceparent` of the request, where the browser is to go on with its trace. */
  traceparent: string | undefined;
}

export const languageCookie = 'language';

/** The visit that a request is part of. */
export function visitOf(request: Request, response: Response): Visit {
  const language = languageOf(request, response);
  return {
    language,
    words: words[language],
    user: request.user,
    cart: readCart(request),
    path: request.method === 'GET' ? localPath(request.originalUrl) : '/',
    traceparent: response.locals['traceparent'],
  };
}

/** The language that the visitor chose before, else as for everyone. */
function languageOf(request: Request, response: Response): Language {
  const preferred = chooseLanguage(request, response);
  const chosen = parseCookie(request.headers.cookie ?? '')[languageCookie];
  const language = (['fr', 'en'] as const).find((one) => one === chosen) ?? preferred;
  response.vary('Cookie').set('Content-Language', language);
  return language;
}

/** Lets in everyone, and knows who is logged in. */
export const identified = ({ authenticated }: Shop): RequestHandler =>
  async function identify(request, response, next) {
    try {
      await authenticated(request, response, () => undefined);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
    }
    next();
  };

/** Lets in who is logged in; others log in first, and come back to a page. */
export const loggedIn = ({ authenticated }: Shop, back = (request: Request) => request.originalUrl): RequestHandler =>
  async function logIn(request, response, next) {
    try {
      await authenticated(request, response, () => undefined);
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 401) throw error;
      response.redirect(303, `/login?next=${encodeURIComponent(back(request))}`);
      return;
    }
    next();
  };

/** Lets in admins; for others who are logged in there is no such page. */
export const adminsOnly = (shop: Shop, back?: (request: Request) => string): RequestHandler => {
  const logIn = loggedIn(shop, back);
  return (request, response, next) =>
    logIn(request, response, () => {
      if (request.user?.role !== 'admin') throw new Problem(404);
      next();
    });
};
