import type { Route } from '#platform/http/router.ts';
import type { Shop } from '../../shop.ts';
import { renderPage } from '../layout/render-page.ts';
import type { PageRoutes } from '../page-routes.ts';
import { homePage } from './home-page.ts';
import { productPage } from './product-page.ts';
import { productsPage } from './products-page.ts';

/** Creates the routes of the home page and of the product pages. */
export const productRoutes = (shop: Shop, { page }: PageRoutes): Route[] => [
  page('/', (request, response) => renderPage(request, response, (context) => homePage(shop, context))),
  page('/products', (request, response) => renderPage(request, response, (context) => productsPage(shop, context))),
  page('/products/:id', (request, response) =>
    renderPage(request, response, (context) => productPage(shop, context, request.params['id'])),
  ),
];
