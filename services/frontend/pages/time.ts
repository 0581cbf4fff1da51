import { html } from 'hono/html';
import type { Language } from '../language.ts';
import { dayAndTime, shortTime, timeOfDay } from './format.ts';
import type { Html } from './layout.ts';

const texts = { day: dayAndTime, clock: timeOfDay, short: shortTime };

/** A time that the script of the page shows as the browser's own. */
export const time = (at: string, shown: keyof typeof texts, language: Language): Html =>
  html`<time datetime="${at}" data-shown="${shown}">${texts[shown](at, language)}</time>`;
