import { constants } from 'node:zlib';
import compression from 'compression';
import type { RequestHandler } from 'express';
import type { Route } from '#platform/http/router.ts';
import { refuseCrossSite } from '../accounts/same-site.ts';
import type { Shop } from '../shop.ts';
import { identify } from './request/guards.ts';

/** Functions that create the routes of pages and of their forms. A guard restricts access; by default there is none. */
export interface PageRoutes {
  page(path: string, handle: RequestHandler, guard?: RequestHandler): Route;
  form(path: string, handle: RequestHandler, guard?: RequestHandler): Route;
}

export function createPageRoutes(shop: Shop): PageRoutes {
  // A compression window as large as a page. The default window takes megabytes per response.
  const compress = compression({
    brotli: { params: { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_LGWIN]: 16 } },
  });
  const everyone = identify(shop);
  return {
    page: (path, handle, guard = everyone) => ({
      method: 'get',
      path,
      before: [guard, shop.rateLimit, compress],
      handle,
    }),
    form: (path, handle, guard = everyone) => ({
      method: 'post',
      path,
      before: [refuseCrossSite, guard, shop.rateLimit, compress],
      bodyType: 'form',
      handle,
    }),
  };
}
