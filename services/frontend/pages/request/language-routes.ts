import { z } from 'zod';
import type { Route } from '#platform/http/router.ts';
import { validate } from '#platform/http/validate.ts';
import { languages } from '../../language.ts';
import type { PageRoutes } from '../page-routes.ts';
import { localPath } from './local-path.ts';
import { languageCookie } from './page-context.ts';

const languageForm = z.object({ language: z.enum(languages), next: z.string().optional() });
const keptMs = 365 * 24 * 60 * 60 * 1_000;

/** Creates the route of the form that chooses the language. */
export const languageRoutes = ({ form }: PageRoutes): Route[] => [
  form('/language', (request, response) => {
    const { language, next } = validate(languageForm, request.body);
    response.cookie(languageCookie, language, {
      httpOnly: true,
      sameSite: 'lax',
      secure: request.secure,
      maxAge: keptMs,
    });
    response.redirect(303, localPath(next));
  }),
];
