import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, extname, join, parse } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { buildSync } from 'esbuild';
import { Problem } from '#platform/http/problem.ts';
import type { Route } from '#platform/http/router.ts';

interface Asset {
  /** The path, with a hash of the content in its name, so that browsers can cache it forever. */
  path: string;
  type: string;
  bodies: { identity: Buffer; br?: Buffer; gzip?: Buffer };
}

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

const here = (path: string) => join(import.meta.dirname, path);
const pictures = readdirSync(here('assets/pictures'));

/** The bundled scripts of the pages. Code that several scripts share, or that is imported later, gets a separate file. */
const scripts = buildSync({
  entryPoints: ['shop.ts', 'operations.ts'].map((file) => here(`browser/${file}`)),
  outdir: '/assets',
  entryNames: '[name].[hash]',
  chunkNames: '[name]-[hash]',
  format: 'esm',
  bundle: true,
  splitting: true,
  minify: true,
  target: 'es2024',
  // Ignores tsconfig.json: bundling does not need it, and it may be missing at run time.
  tsconfigRaw: {},
  write: false,
});

/** All assets by name. They are read, built and compressed once, when the process starts. */
const assets: ReadonlyMap<string, Asset> = new Map([
  load('bootstrap.css', fileURLToPath(import.meta.resolve('bootstrap/dist/css/bootstrap.min.css'))),
  load('uplot.css', fileURLToPath(import.meta.resolve('uplot/dist/uPlot.min.css'))),
  load('shop.css', here('assets/shop.css')),
  load('logo.svg', here('assets/logo.svg')),
  load('journey.svg', here('assets/journey.svg')),
  ...pictures.map((file) => load(`pictures/${file}`, here(`assets/pictures/${file}`))),
  ...scripts.outputFiles.map(({ path, contents }) => built(basename(path), Buffer.from(contents))),
]);

/** Loads a file, without its reference to a source map, because source maps are not served. */
function load(name: string, file: string): [string, Asset] {
  const body = Buffer.from(readFileSync(file, 'utf8').replace(/\/\*# sourceMappingURL=.*\*\//, ''));
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 10);
  const extension = extname(name);
  return [name, asset(`${parse(name).name}.${hash}${extension}`, body)];
}

/** Returns a bundled script, such as `shop.4XRKO2AB.js`, with its name without the hash: `shop.js`. */
function built(file: string, body: Buffer): [string, Asset] {
  return [file.replace(/\.\w+(?=\.js$)/, ''), asset(file, body)];
}

function asset(file: string, body: Buffer): Asset {
  return {
    path: `/assets/${file}`,
    type: types[extname(file)] ?? 'application/octet-stream',
    bodies: { identity: body, br: brotli(body), gzip: gzipSync(body) },
  };
}

function brotli(body: Buffer): Buffer {
  return brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });
}

/** Returns the path of an asset by its name, such as `shop.css`. */
export function assetPath(name: string): string {
  const asset = assets.get(name);
  if (asset === undefined) throw new Error(`no asset is named ${name}`);
  return asset.path;
}

/** Returns the path of the picture of a product; a parcel if the product has no picture. */
export const picturePath = (productId: string): string =>
  assets.get(`pictures/${productId}.svg`)?.path ?? assetPath('pictures/parcel.svg');

const byPath = new Map([...assets.values()].map((asset) => [asset.path, asset]));

/** Serves the assets. They have no rate limit, because they are in memory and browsers request each one only once. */
export const assetRoute: Route = {
  method: 'get',
  path: '/assets/:file',
  handle: (request, response) => {
    const asset = byPath.get(request.path);
    if (asset === undefined) throw new Problem(404);
    const { type, bodies } = asset;
    const encoding = request.acceptsEncodings(['br', 'gzip', 'identity']);
    response.vary('Accept-Encoding').set('Cache-Control', 'public, max-age=31536000, immutable').type(type);
    if (encoding === 'br' || encoding === 'gzip') response.set('Content-Encoding', encoding).send(bodies[encoding]);
    else response.send(bodies.identity);
  },
};
