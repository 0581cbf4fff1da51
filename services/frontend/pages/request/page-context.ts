import { parseCookie } from 'cookie';
import type { Request, Response } from 'express';
import type { User } from '#platform/http/token.ts';
import type { Cart } from '../../cart/cart.ts';
import { readCart } from '../../cart/cart-cookie.ts';
import { chooseLanguage, type Language, languages } from '../../language.ts';
import { type Words, words } from '../words/words.ts';
import { localPath } from './local-path.ts';

/** The visitor and the request that a page is rendered for. */
export interface PageContext {
  language: Language;
  words: Words;
  /** The logged-in user, if any. */
  user: User | undefined;
  cart: Cart;
  /** The path of the page, to return to it after a change of language. */
  path: string;
  /** The W3C `traceparent` of the request; undefined if the browser sends no telemetry. */
  traceparent: string | undefined;
  /** The W3C `tracestate`, which proves that the trace belongs to the page. */
  tracestate: string | undefined;
}

export const languageCookie = 'language';

/** Reads the context of a page from its request. Sets the headers that depend on the language. */
export function readPageContext(request: Request, response: Response): PageContext {
  const language = readLanguage(request, response);
  return {
    language,
    words: words[language],
    user: request.user,
    cart: readCart(request),
    path: request.method === 'GET' ? localPath(request.originalUrl) : '/',
    traceparent: response.locals['traceparent'],
    tracestate: response.locals['tracestate'],
  };
}

/** Returns the language in the visitor's cookie, or else the one that the request prefers. */
function readLanguage(request: Request, response: Response): Language {
  const preferred = chooseLanguage(request, response);
  const chosen = parseCookie(request.headers.cookie ?? '')[languageCookie];
  const language = languages.find((one) => one === chosen) ?? preferred;
  response.vary('Cookie').set('Content-Language', language);
  return language;
}
