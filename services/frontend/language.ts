import type { Request, Response } from 'express';
import { z } from 'zod';

const languages = ['fr', 'en'] as const;
export type Language = (typeof languages)[number];

/** What is said in both languages. */
export const localized = z.object({ fr: z.string(), en: z.string() });

/** The query parameter that chooses the language of an answer. */
export const languageQuery = z.object({
  lang: z.enum(languages).optional().describe('The language; by default what Accept-Language prefers, French first'),
});

/**
 * The language to answer in: `?lang=`, else what Accept-Language prefers; French where neither says. The answer's
 * headers tell which, and why.
 */
export function chooseLanguage(request: Request, response: Response): Language {
  const wanted = languages.find((language) => language === request.query['lang']);
  const language = wanted ?? ((request.acceptsLanguages([...languages]) || 'fr') as Language);
  response.vary('Accept-Language').set('Content-Language', language);
  return language;
}
