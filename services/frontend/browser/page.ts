// What the scripts of all pages share.
import { traced } from './tracing.ts';

const parser = new DOMParser();

/** Says something to everyone, also to who does not see it. */
export function announce(text: string): void {
  const announcer = document.querySelector('#announcer');
  if (announcer === null) return;
  announcer.textContent = text;
  announcer.classList.add('shown');
  setTimeout(() => announcer.classList.remove('shown'), 3_000);
}

/** Replaces parts of this page by those of another; false when it lacks one. What has the focus or is open stays so. */
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

/** A page as the server answered it. */
export interface Answer {
  /** Where it came from in the end. */
  url: string;
  redirected: boolean;
  ok: boolean;
  page: Document;
}

/**
 * Loads a page without leaving this one.
 * @param cause what the visitor did, for the trace to begin with
 */
export async function load(url: string | URL, options: RequestInit = {}, cause?: Event): Promise<Answer> {
  const response = await traced(url, { ...options, headers: { accept: 'text/html' } }, cause);
  const { redirected, ok } = response;
  return { url: response.url, redirected, ok, page: parser.parseFromString(await response.text(), 'text/html') };
}

/** Times as the browser's zone has them. */
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
