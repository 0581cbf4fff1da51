/** A path of this site to go on to; the home page for anything else, so that no link leads away through the shop. */
export function localPath(text: unknown): string {
  const site = 'http://localhost';
  const url = typeof text === 'string' && /^\/(?![/\\])/.test(text) ? URL.parse(text, site) : null;
  return url?.origin === site ? url.pathname + url.search : '/';
}
