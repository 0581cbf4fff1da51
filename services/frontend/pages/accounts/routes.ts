import { z } from 'zod';
import { Problem } from '#platform/http/problem.ts';
import type { Route } from '#platform/http/router.ts';
import { validate } from '#platform/http/validate.ts';
import { createAccount, endSession, startSession } from '../../accounts/session.ts';
import type { Shop } from '../../shop.ts';
import { renderPage } from '../layout/render-page.ts';
import type { PageRoutes } from '../page-routes.ts';
import { localPath } from '../request/local-path.ts';
import type { PageContext } from '../request/page-context.ts';
import type { Attempt } from './credentials-form.ts';
import { loginPage } from './login-page.ts';
import { registerPage } from './register-page.ts';

const accountForm = z.object({ username: z.string(), password: z.string(), next: z.string().optional() });

/** Creates the routes of the pages to log in, to sign up and to log out. */
export const accountRoutes = (shop: Shop, { page, form }: PageRoutes): Route[] => [
  page('/login', (request, response) =>
    renderPage(request, response, (context) => loginPage(context, firstAttempt(request.query))),
  ),
  form('/login', async (request, response) => {
    const { next, ...credentials } = validate(accountForm, request.body);
    try {
      await startSession(shop.userService, credentials, request, response);
      response.redirect(303, localPath(next));
    } catch (error) {
      const status = expectedStatus(error, [400, 401, 429]);
      await renderPage(request, response.status(status), (context) =>
        loginPage(context, {
          username: credentials.username,
          next: localPath(next),
          error: status === 429 ? tooMany(context, error) : context.words.account.wrong,
        }),
      );
    }
  }),
  page('/register', (request, response) =>
    renderPage(request, response, (context) => registerPage(context, firstAttempt(request.query))),
  ),
  form('/register', async (request, response) => {
    const { next, ...credentials } = validate(accountForm, request.body);
    try {
      await createAccount(shop.userService, credentials, request);
    } catch (error) {
      const status = expectedStatus(error, [400, 409, 429]);
      await renderPage(request, response.status(status), (context) =>
        registerPage(context, {
          username: credentials.username,
          next: localPath(next),
          error: errorOf(status, context, error),
          invalid: status === 409 ? ['username'] : invalidFields(error),
        }),
      );
      return;
    }
    await startSession(shop.userService, credentials, request, response);
    response.redirect(303, localPath(next));
  }),
  form('/logout', async (request, response) => {
    await endSession(shop, request, response);
    response.redirect(303, '/');
  }),
];

const firstAttempt = ({ next }: Record<string, unknown>): Attempt => ({ username: '', next: localPath(next) });

/** Returns the status of a problem that the form explains; throws any other error unchanged. */
function expectedStatus(error: unknown, statuses: readonly number[]): number {
  if (error instanceof Problem && statuses.includes(error.status)) return error.status;
  throw error;
}

const invalidFields = (error: unknown): string[] =>
  error instanceof Problem ? (error.options.errors ?? []).map(({ path }) => path) : [];

function errorOf(status: number, context: PageContext, error: unknown): string | undefined {
  if (status === 429) return tooMany(context, error);
  return status === 409 ? context.words.account.taken : undefined;
}

function tooMany({ words }: PageContext, error: unknown): string {
  const seconds = (error instanceof Problem && error.options.retryAfter) || 60;
  return seconds < 60 ? words.account.busy(seconds) : words.account.tooMany(Math.ceil(seconds / 60));
}
