import { z } from 'zod';
import { caller } from '#platform/http/authenticate.ts';
import { Problem } from '#platform/http/problem.ts';
import type { Route } from '#platform/http/router.ts';
import { validate } from '#platform/http/validate.ts';
import { filterLetters, letterFilter } from '../../operations-page/letter-groups.ts';
import { logResolution } from '../../operations-page/resolution-job.ts';
import type { Shop } from '../../shop.ts';
import { renderPage } from '../layout/render-page.ts';
import type { PageRoutes } from '../page-routes.ts';
import { adminsOnly } from '../request/guards.ts';
import { deadLetterPage } from './dead-letter-page.ts';
import { maxLetters } from './dead-letter-path.ts';
import { deadLettersPage } from './dead-letters-page.ts';

const resolutionForm = z.object({
  how: z.enum(['replayed', 'discarded']),
  /** The ids of the dead letters; a form with a single one sends a string. */
  letter: z.union([z.string(), z.array(z.string()).max(maxLetters)]).transform((ids) => [ids].flat()),
});

/** Selects the dead letters that a job resolves. */
const jobForm = letterFilter.extend({ how: z.enum(['replayed', 'discarded']) });

/** Creates the routes of the pages of dead letters, and of the forms that replay or discard them. For admins only. */
export function deadLetterRoutes(shop: Shop, { page, form }: PageRoutes): Route[] {
  const { operationsReader, deadLetters, resolutionJobs, jaegerUrl } = shop;
  const admins = adminsOnly(shop, () => '/operations');
  return [
    page(
      '/operations/dead-letters',
      async (request, response) => {
        const filter = validate(letterFilter, request.query);
        const open = await deadLetters.open();
        await renderPage(request, response, (context) =>
          deadLettersPage(context, { open, filter, job: resolutionJobs.latest }),
        );
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
          logResolution(how, id, user.id);
        });
        operationsReader.forget();
        response.redirect(303, `/operations?${how}=${count}`);
      },
      admins,
    ),
    form(
      '/operations/dead-letters/job',
      async (request, response) => {
        const { how, ...filter } = validate(jobForm, request.body);
        const letters = filterLetters((await deadLetters.open()).list(), filter);
        const ids = letters.map(({ id }) => id);
        if (!resolutionJobs.start(ids, how, caller(request).user.id)) throw new Problem(409);
        operationsReader.forget();
        response.redirect(303, '/operations/dead-letters');
      },
      admins,
    ),
  ];
}
