import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RequestHandler } from 'express';
import { Problem } from '#platform/http/problem.ts';
import type { Route } from '#platform/http/router.ts';

/**
 * The renderer, Scalar: its script for browsers, which contains all of its packages, and its stylesheet. The script would
 * also insert the styles itself, which the shop's Content-Security-Policy forbids.
 */
const style = fileURLToPath(import.meta.resolve('@scalar/api-reference/style.css'));
const files = { style, script: join(dirname(style), 'browser', 'standalone.js') };

const paths = new Map(Object.values(files).map((file) => [`/docs/renderer/${versioned(file)}`, file]));

/** Returns the name of a file with a hash of its content, so that browsers may cache it forever. */
function versioned(file: string): string {
  const hash = createHash('sha256').update(readFileSync(file)).digest('base64url').slice(0, 10);
  return `${hash}-${basename(file)}`;
}

/** Returns the URL path of a file of the renderer. */
export function rendererPath(name: keyof typeof files): string {
  const [path] = [...paths].find(([, file]) => file === files[name]) ?? [];
  if (path === undefined) throw new Error(`no path for ${name}`);
  return path;
}

/** Serves the files of the renderer from their package. They are too large to be kept in memory. */
export const rendererRoute = (before: readonly RequestHandler[]): Route => ({
  method: 'get',
  path: '/docs/renderer/:file',
  before,
  handle: (request, response, next) => {
    const file = paths.get(request.path);
    if (file === undefined) throw new Problem(404);
    const headers = { 'Cache-Control': 'public, max-age=31536000, immutable' };
    response.sendFile(basename(file), { root: dirname(file), cacheControl: false, headers }, (error) => {
      // A client that closes the connection early needs no response.
      if (error && !response.headersSent) next(error);
    });
  },
});
