// Functions that the scripts of all pages share.
import { traced } from './tracing.ts';

const parser = new DOMParser();

/** Shows a short message, which screen readers announce too. */
export function announce(text: string): void {
  const announcer = document.querySelector('#announcer');
  if (announcer === null) return;
  announcer.textContent = text;
  announcer.classList.add('shown');
  setTimeout(() => announcer.classList.remove('shown'), 3_000);
}

/**
 * Replaces parts of this page with those of another page. The focus and open `details` elements are kept.
 * @returns false, without a change, if one of the pages lacks a part
 */
export function replace(selectors: string, page: Document): boolean {
  const pairs = selectors
    .split(', ')
    .map((selector) => [document.querySelector(selector), page.querySelector(selector)]);
  if (pairs.some(([here, there]) => !here || !there)) return false;
  const focused = document.activeElement?.id;
  const open = [...document.querySelectorAll('details[open]')].map(({ id }) => id);
  for (const [here, there] of pairs) if (here && there) here.replaceWith(there);
  for (const id of open) document.getElementById(id)?.setAttribute('open', '');
  if (focused) document.getElementById(focused)?.focus();
  showLocalTimes();
  return true;
}

/** A page that the server returned. */
export interface Answer {
  /** The address of the page, after redirects. */
  url: string;
  redirected: boolean;
  ok: boolean;
  page: Document;
}

/**
 * Loads a page without leaving this one.
 * @param cause the visitor's action, with which the trace begins
 */
export async function load(url: string | URL, options: RequestInit = {}, cause?: Event): Promise<Answer> {
  const response = await traced(url, { ...options, headers: { accept: 'text/html' } }, cause);
  const { redirected, ok } = response;
  return { url: response.url, redirected, ok, page: parser.parseFromString(await response.text(), 'text/html') };
}

/** Shows all times in the time zone of the browser. */
export function showLocalTimes(): void {
  const { lang } = document.documentElement;
  const locale = lang === 'fr' ? 'fr-FR' : 'en-IE';
  const clock = { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false } as const;
  const formats = {
    day: new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' }),
    clock: new Intl.DateTimeFormat(locale, { ...clock, fractionalSecondDigits: 3 }),
    short: new Intl.DateTimeFormat(locale, clock),
  };
  for (const time of document.querySelectorAll('time')) {
    const shown = time.dataset['shown'];
    if (shown === 'day' || shown === 'clock' || shown === 'short') {
      time.textContent = formats[shown].format(new Date(time.dateTime));
    }
  }
}
