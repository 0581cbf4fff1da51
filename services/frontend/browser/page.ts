// Functions that the scripts of all pages share.
import { showConnected, showDisconnected } from './connection.ts';
import { traced } from './tracing.ts';

const parser = new DOMParser();
let announced: ReturnType<typeof setTimeout> | undefined;

/** Shows a short message, which screen readers announce too. A longer message stays longer. */
export function announce(text: string): void {
  const announcer = document.querySelector('#announcer');
  if (announcer === null) return;
  clearTimeout(announced);
  announcer.textContent = text;
  announcer.classList.add('shown');
  announced = setTimeout(() => announcer.classList.remove('shown'), Math.max(3_000, text.length * 80));
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
  const response = await traced(url, { ...options, headers: { accept: 'text/html' } }, cause).catch(
    (error: unknown) => {
      showDisconnected();
      throw error;
    },
  );
  showConnected();
  const { redirected, ok } = response;
  return { url: response.url, redirected, ok, page: parser.parseFromString(await response.text(), 'text/html') };
}
