import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, extname, join, parse } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { buildSync } from 'esbuild';
import { Problem } from '#platform/http/problem.ts';
import type { Route } from '#platform/http/router.ts';
import { shopCss } from './assets/shop-css.ts';

interface Asset {
  /** The URL path. It contains a hash of the content, so that browsers may cache the asset forever. */
  path: string;
  type: string;
  bodies: { identity: Buffer; br?: Buffer; gzip?: Buffer };
}

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

const resolve = (path: string) => join(import.meta.dirname, path);
const pictures = readdirSync(resolve('assets/pictures'));

/** The bundled scripts of the pages. Dynamic imports and shared modules become separate chunks. */
const scripts = buildSync({
  entryPoints: ['shop.ts', 'operations.ts', 'journey.ts', 'docs.ts'].map((file) => resolve(`browser/${file}`)),
  outdir: '/assets',
  entryNames: '[name].[hash]',
  chunkNames: '[name]-[hash]',
  format: 'esm',
  bundle: true,
  splitting: true,
  minify: true,
  target: 'es2024',
  // The image does not contain tsconfig.json, and esbuild needs none of its options.
  tsconfigRaw: {},
  write: false,
});

/** All assets by name: read, built and compressed once, when the process starts. */
const assets: ReadonlyMap<string, Asset> = new Map([
  hashed('bootstrap.css', readPackageFile('bootstrap/dist/css/bootstrap.min.css')),
  hashed('uplot.css', readPackageFile('uplot/dist/uPlot.min.css')),
  hashed('shop.css', shopCss()),
  hashed('docs.css', read('docs.css')),
  hashed('logo.svg', read('logo.svg')),
  hashed('journey.svg', read('journey.svg')),
  ...['bad', 'unknown', 'warning'].map((state) => hashed(`state-${state}.svg`, read(`state-${state}.svg`))),
  ...pictures.map((file) => hashed(`pictures/${file}`, read(`pictures/${file}`))),
  ...scripts.outputFiles.map(({ path, contents }) => bundled(basename(path), Buffer.from(contents))),
]);

/** Reads a file of the folder `assets/`. */
function read(file: string): string {
  return readFileSync(resolve(`assets/${file}`), 'utf8');
}

/** Reads a file of an installed package, without the reference to its source map, which is not served. */
function readPackageFile(specifier: string): string {
  const text = readFileSync(fileURLToPath(import.meta.resolve(specifier)), 'utf8');
  return text.replace(/\/\*# sourceMappingURL=.*\*\//, '');
}

/** Returns an asset with a hash of its content in its path. */
function hashed(name: string, text: string): [string, Asset] {
  const body = Buffer.from(text);
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 10);
  const extension = extname(name);
  return [name, asset(`${parse(name).name}.${hash}${extension}`, body)];
}

/** Returns an asset under the hashed name that esbuild chose, by which other chunks import it: `shop.4XRKO2AB.js` is `shop.js`. */
function bundled(file: string, body: Buffer): [string, Asset] {
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

/** Returns the URL path of an asset: `assetPath('shop.css')`. */
export function assetPath(name: string): string {
  const asset = assets.get(name);
  if (asset === undefined) throw new Error(`unknown asset: ${name}`);
  return asset.path;
}

/** Returns the URL path of a product's picture, or of the picture of a parcel if the product has none. */
export const picturePath = (productId: string): string =>
  assets.get(`pictures/${productId}.svg`)?.path ?? assetPath('pictures/parcel.svg');

const byPath = new Map([...assets.values()].map((asset) => [asset.path, asset]));

/** Serves the assets. They are in memory and each browser loads them once, so their rate is not limited. */
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
