import type { RequestHandler } from 'express';
import { Problem } from '../http/problem.ts';
import type { Route } from '../http/router.ts';
import { isUnavailable } from './unavailable.ts';

/** Returns the same routes, which respond with 503 while the database is unavailable or its tables do not exist yet. */
export function requireDatabase(routes: readonly Route[]): Route[] {
  return routes.map(({ before = [], handle, ...route }) => ({
    ...route,
    before: before.map(orUnavailable),
    handle: orUnavailable(handle),
  }));
}

const orUnavailable =
  (handle: RequestHandler): RequestHandler =>
  async (request, response, next) => {
    try {
      await handle(request, response, next);
    } catch (error) {
      if (!isUnavailable(error)) throw error;
      throw new Problem(503, undefined, { detail: 'The database is unavailable.', retryAfter: 2, cause: error });
    }
  };
