import type { RequestHandler } from 'express';
import { Problem } from '#platform/http/problem.ts';

/**
 * Refuses requests that another site made a browser send with the session cookie (Fetch Metadata Request Headers).
 * Requests with an Authorization header pass, because no form or link can send that header.
 */
export const refuseCrossSiteCookie: RequestHandler = (request, _response, next) => {
  if (request.headers.authorization === undefined && request.headers.cookie !== undefined && isCrossSite(request)) {
    throw crossSite();
  }
  next();
};

/** Refuses forms of other sites, even without a cookie, so that no other site can log a visitor in. */
export const refuseCrossSite: RequestHandler = (request, _response, next) => {
  if (isCrossSite(request)) throw crossSite();
  next();
};

const crossSite = () =>
  new Problem(403, undefined, { detail: 'The request came from another site. Send it from this site.' });

function isCrossSite({ headers }: Parameters<RequestHandler>[0]): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  return headers.origin !== undefined && URL.parse(headers.origin)?.host !== headers.host;
}
