import type { RequestHandler } from 'express';
import { Problem } from '#platform/http/problem.ts';

/**
 * Refuses what another site makes a browser send with the session's cookie (Fetch Metadata Request Headers). A request
 * with an Authorization header was not made by a form or link.
 */
export const sameSite: RequestHandler = (request, _response, next) => {
  if (request.headers.authorization === undefined && request.headers.cookie !== undefined && fromElsewhere(request)) {
    throw elsewhere();
  }
  next();
};

/** Refuses the form of another site, also where there is no cookie yet: nobody is logged in by somebody else. */
export const ownForm: RequestHandler = (request, _response, next) => {
  if (fromElsewhere(request)) throw elsewhere();
  next();
};

const elsewhere = () => new Problem(403, undefined, { detail: 'The request came from another site.' });

function fromElsewhere({ headers }: Parameters<RequestHandler>[0]): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  return headers.origin !== undefined && URL.parse(headers.origin)?.host !== headers.host;
}
