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
  const focused = document.activeElement;
  const place = focused === null ? -1 : alike(here, focused).indexOf(focused);
  void Idiomorph.morph(here, there, {
    callbacks: {
      // The server does not know which `details` elements the visitor has opened, nor what a script has drawn.
      beforeAttributeUpdated: (name, _element, kind) => name !== 'open' || kind !== 'remove',
      beforeNodeMorphed: (element) => !(element instanceof HTMLElement && 'drawn' in element.dataset),
    },
  });
  if (focused === null || place === -1 || document.activeElement !== document.body) return;
  // The focused element is gone, for example a button that removed its line. The same button of the next line gets the focus.
  const left = alike(here, focused);
  const next = left[Math.min(place, left.length - 1)] ?? focusable(here)[0] ?? document.querySelector('main');
  if (next instanceof HTMLElement) next.focus();
}

const focusable = (part: Element): Element[] =>
  [...part.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary, [tabindex="0"]')].filter(
    (one) => one.checkVisibility(),
  );

/** Returns the elements that can have the focus and look like another one. */
const alike = (part: Element, other: Element): Element[] =>
  focusable(part).filter(({ tagName, className }) => tagName === other.tagName && className === other.className);
