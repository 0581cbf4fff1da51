import { html, raw } from 'hono/html';

export { html, raw };

/** HTML in which every interpolated value was escaped, except what was marked with `raw`. */
export type Html = ReturnType<typeof html>;
