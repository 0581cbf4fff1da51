import { isIPv4 } from 'node:net';
import type { RequestHandler } from 'express';
import { Problem } from './problem.ts';

/**
 * Returns true if a Host header has an IP address, or a name without a dot: `localhost`, or the name of a container. A web
 * page that reaches this server by DNS rebinding sends the page's own domain, which has a dot.
 */
export function isLocalHost(header: string | undefined): boolean {
  const name = header?.replace(/:\d+$/, '') ?? '';
  return isIPv4(name) || /^\[[\da-f:.]+\]$/i.test(name) || /^[\w-]+$/.test(name);
}

/** Middleware for pages that need no login: it refuses requests that a web page may have sent by DNS rebinding. */
export const refuseForeignHosts: RequestHandler = (request, _response, next) => {
  if (isLocalHost(request.headers.host)) return next();
  throw new Problem(421, undefined, { detail: 'Use the IP address, or a host name without a dot.' });
};
