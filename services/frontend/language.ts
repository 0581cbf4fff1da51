import type { Request, Response } from 'express';
import { z } from 'zod';

export const languages = ['fr', 'en'] as const;
export type Language = (typeof languages)[number];

/** A text in both languages. */
export const localized = z.object({ fr: z.string(), en: z.string() });

/** The query parameter that selects the language of a response. */
export const languageQuery = z.object({
  lang: z
    .enum(languages)
    .optional()
    .describe('The language. Defaults to the one that Accept-Language prefers, or else to French'),
});

/**
 * Returns the language of a response: `?lang=`, or else what Accept-Language prefers, or else French. Sets
 * `Content-Language` and `Vary` accordingly.
 */
export function chooseLanguage(request: Request, response: Response): Language {
  const wanted = languages.find((language) => language === request.query['lang']);
  const language = wanted ?? ((request.acceptsLanguages([...languages]) || 'fr') as Language);
  response.vary('Accept-Language').set('Content-Language', language);
  return language;
}
