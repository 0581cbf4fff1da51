import { z } from 'zod';
import { caller } from '#platform/http/authenticate.ts';
import { Problem } from '#platform/http/problem.ts';
import type { Route } from '#platform/http/router.ts';
import { validate } from '#platform/http/validate.ts';
import { logger } from '#telemetry/logger.ts';
import { kafkaAway } from '../operations/dead-letters.ts';
import type { Shop } from '../shop.ts';
import { deadLetterPage } from './dead-letters.ts';
import { faultForm, resolutionForm } from './forms.ts';
import { answerPage } from './layout.ts';
import { operationsPage } from './operations.ts';
import type { PageRoutes } from './page-routes.ts';
import { adminsOnly } from './visit.ts';

/** What was just done, for the page to say. */
const doneQuery = z
  .object({ replayed: z.coerce.number<string>().int(), discarded: z.coerce.number<string>().int() })
  .partial();

/** The pages for who runs the pipeline. */
export function operationsPages(shop: Shop, { page, form }: PageRoutes): Route[] {
  const { operations, deadLetters, faults, jaegerUrl } = shop;
  return [
    page(
      '/operations',
      async (request, response) => {
        const done = validate(doneQuery, request.query);
        const shown = await operations.recent();
        await answerPage(request, response, (visit) => operationsPage(visit, { ...shown, done }, shop));
      },
      adminsOnly(shop),
    ),
    page(
      '/operations/dead-letters/:id',
      async (request, response) => {
        const letter = (await deadLetters.open()).find(({ id }) => id === request.params['id']);
        if (letter === undefined) throw new Problem(404);
        await answerPage(request, response, (visit) => deadLetterPage(visit, letter, jaegerUrl));
      },
      adminsOnly(shop),
    ),
    form(
      '/operations/dead-letters',
      async (request, response) => {
        const { user } = caller(request);
        const { how, letter: wanted } = validate(resolutionForm, request.body);
        const letters = (await deadLetters.open()).filter(({ id }) => wanted.includes(id));
        await deadLetters.resolve(letters, how, ({ id }) =>
          logger.info(`dead letter ${how}`, { 'dead_letter.id': id, 'user.id': user.id }),
        );
        operations.forget();
        response.redirect(303, `/operations?${how}=${letters.length}`);
      },
      adminsOnly(shop, () => '/operations'),
    ),
    form(
      '/operations/faults',
      async (request, response) => {
        const { fault } = validate(faultForm, request.body);
        if (faults === undefined) throw new Problem(404);
        await faults.off(fault).catch(kafkaAway);
        response.redirect(303, '/operations');
      },
      adminsOnly(shop, () => '/operations'),
    ),
  ];
}
