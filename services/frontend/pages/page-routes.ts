import { constants } from 'node:zlib';
import compression from 'compression';
import type { RequestHandler } from 'express';
import type { Route } from '#platform/http/router.ts';
import { ownForm } from '../same-site.ts';
import type { Shop } from '../shop.ts';
import { identified } from './visit.ts';

/** Makes the routes of pages and of their forms. Who is let in is for the guard to say; by default everyone. */
export interface PageRoutes {
  page(path: string, handle: RequestHandler, guard?: RequestHandler): Route;
  form(path: string, handle: RequestHandler, guard?: RequestHandler): Route;
}

export function pageRoutes(shop: Shop): PageRoutes {
  // A window as large as a page: the usual one takes megabytes for each.
  const compress = compression({
    brotli: { params: { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_LGWIN]: 16 } },
  });
  const identify = identified(shop);
  return {
    page: (path, handle, guard = identify) => ({
      method: 'get',
      path,
      before: [guard, shop.limit, compress],
      handle,
    }),
    form: (path, handle, guard = identify) => ({
      method: 'post',
      path,
      before: [ownForm, guard, shop.limit, compress],
      bodyType: 'form',
      handle,
    }),
  };
}
