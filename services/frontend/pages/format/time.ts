import type { Language } from '../../language.ts';
import { type Html, html } from '../html.ts';
import { dayAndTime, shortTime, timeOfDay } from './format.ts';

const texts = { day: dayAndTime, clock: timeOfDay, short: shortTime };

/** A time that the script of the page shows as the browser's own. */
export const time = (at: string, shown: keyof typeof texts, language: Language): Html =>
  html`<time datetime="${at}" data-shown="${shown}">${texts[shown](at, language)}</time>`;
