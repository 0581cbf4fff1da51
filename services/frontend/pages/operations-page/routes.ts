import { z } from 'zod';
import { caller } from '#platform/http/authenticate.ts';
import { Problem } from '#platform/http/problem.ts';
import type { Route } from '#platform/http/router.ts';
import { validate } from '#platform/http/validate.ts';
import { logger } from '#telemetry/logger.ts';
import type { Shop } from '../../shop.ts';
import { renderPage } from '../layout/render-page.ts';
import type { PageRoutes } from '../page-routes.ts';
import { adminsOnly } from '../request/guards.ts';
import { deadLetterPage } from './dead-letter-page.ts';
import { maxLetters } from './dead-letter-path.ts';
import { faultRoutes } from './fault-routes.ts';
import { operationsPage } from './operations-page.ts';

/** The number of dead letters that the previous request replayed or discarded. */
const doneQuery = z
  .object({ replayed: z.coerce.number<string>().int(), discarded: z.coerce.number<string>().int() })
  .partial();

const resolutionForm = z.object({
  how: z.enum(['replayed', 'discarded']),
  /** The ids of the dead letters; a form with a single one sends a string. */
  letter: z.union([z.string(), z.array(z.string()).max(maxLetters)]).transform((ids) => [ids].flat()),
});

/** Creates the routes of the operations page, of each dead letter's page and of their forms. For admins only. */
export function operationsPageRoutes(shop: Shop, pageRoutes: PageRoutes): Route[] {
  const { page, form } = pageRoutes;
  const { operationsReader, deadLetters, jaegerUrl } = shop;
  return [
    page(
      '/operations',
      async (request, response) => {
        const done = validate(doneQuery, request.query);
        const shown = await operationsReader.recent();
        await renderPage(request, response, (context) => operationsPage(context, { ...shown, done }, shop));
      },
      adminsOnly(shop),
    ),
    page(
      '/operations/dead-letters/:id',
      async (request, response) => {
        const letter = await deadLetters.read(String(request.params['id']));
        if (letter === undefined) throw new Problem(404);
        await renderPage(request, response, (context) => deadLetterPage(context, letter, jaegerUrl));
      },
      adminsOnly(shop),
    ),
    form(
      '/operations/dead-letters',
      async (request, response) => {
        const { user } = caller(request);
        const { how, letter: ids } = validate(resolutionForm, request.body);
        let count = 0;
        operationsReader.forget();
        await deadLetters.resolve(ids, how, ({ id }) => {
          count++;
          logger.info(`dead letter ${how}`, { event: `dead_letter.${how}`, 'dead_letter.id': id, 'user.id': user.id });
        });
        operationsReader.forget();
        response.redirect(303, `/operations?${how}=${count}`);
      },
      adminsOnly(shop, () => '/operations'),
    ),
    ...faultRoutes(shop, pageRoutes),
  ];
}
