import compression from 'compression';
import type { Route } from '#platform/http/router.ts';
import type { Shop } from '../shop.ts';
import { docsPage } from './page.ts';
import { rendererRoute } from './renderer.ts';

/** Creates the routes of the page that shows the HTTP API and the events beside each other. */
export function docsRoutes({ rateLimit }: Pick<Shop, 'rateLimit'>): Route[] {
  const before = [rateLimit, compression()];
  return [
    {
      method: 'get',
      path: '/docs',
      before,
      handle: async (_request, response) => {
        response.type('html').send(String(await docsPage()));
      },
    },
    rendererRoute(before),
  ];
}
