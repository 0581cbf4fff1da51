const site = 'http://localhost';

/**
 * Returns the path to redirect to if it stays on this site, otherwise `/`. The returned path never begins with `//`,
 * which browsers read as the name of another host.
 */
export function localPath(text: unknown): string {
  const url = typeof text === 'string' && /^\/(?![/\\])/.test(text) ? URL.parse(text, site) : null;
  if (url?.origin !== site) return '/';
  // Resolving the dots of `/.//host` leaves `//host`.
  return url.pathname.startsWith('//') ? '/' : url.pathname + url.search;
}
