import type { Language } from '../../language.ts';
import { type Html, html } from '../html.ts';
import { dayAndTime, shortTime, timeOfDay } from './format.ts';

const texts = { day: dayAndTime, clock: timeOfDay, short: shortTime };

/** Returns a `<time>` element. The script of the page rewrites it in the time zone of the browser. */
export const time = (at: string, shown: keyof typeof texts, language: Language): Html =>
  html`<time datetime="${at}" data-shown="${shown}">${texts[shown](at, language)}</time>`;
