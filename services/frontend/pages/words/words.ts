import type { Language } from '../../language.ts';
import { en } from './en/en.ts';
import { fr } from './fr/fr.ts';

/** All texts of the pages, in one language. Each English file has the type of its French file, so that no text is missing. */
export type Words = typeof fr;

export const words: Record<Language, Words> = { fr, en };
