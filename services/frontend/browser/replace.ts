// Changes parts of this page into those of a page that the server returned.
import { Idiomorph } from 'idiomorph';
import { showLocalTimes } from './local-times.ts';

/** The event after parts of this page have changed. */
export const replaced = 'replaced';

/**
 * Changes parts of this page into those of another page. An element that is in both stays, so that it keeps the focus, the
 * scroll position and whether it is open.
 * @returns false, without a change, if one of the pages lacks a part
 */
export function replace(selectors: string, page: Document): boolean {
  const pairs = selectors
    .split(', ')
    .map((selector) => [document.querySelector(selector), page.querySelector(selector)]);
  if (pairs.some(([here, there]) => !here || !there)) return false;
  for (const [here, there] of pairs) if (here && there) change(here, there);
  showLocalTimes();
  document.dispatchEvent(new Event(replaced));
  return true;
}

function change(here: Element, there: Element): void {
  const place = focusable(here).indexOf(document.activeElement as HTMLElement);
  void Idiomorph.morph(here, there, {
    callbacks: {
      // The server does not know which `details` elements the visitor has opened, nor what a script has drawn.
      beforeAttributeUpdated: (name, _element, kind) => name !== 'open' || kind !== 'remove',
      beforeNodeMorphed: (element) => !(element instanceof HTMLElement && 'drawn' in element.dataset),
    },
  });
  if (place === -1 || document.activeElement !== document.body) return;
  // The focused element is gone, for example a button that removed its line. What took its place gets the focus.
  const left = focusable(here);
  (left[Math.min(place, left.length - 1)] ?? document.querySelector<HTMLElement>('main'))?.focus();
}

const focusable = (part: Element): HTMLElement[] => [
  ...part.querySelectorAll<HTMLElement>('a[href], button, input:not([type=hidden]), select, summary, [tabindex="0"]'),
];
