import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { extname, join, parse } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Route } from '#http/app.ts';
import { Problem } from '#http/problem.ts';

interface Asset {
  /** With a hash of the content in its name, so that a browser may keep it for ever. */
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

/** Read and compressed once, when the process starts. */
const assets: ReadonlyMap<string, Asset> = new Map(
  [
    load('bootstrap.css', fileURLToPath(import.meta.resolve('bootstrap/dist/css/bootstrap.min.css'))),
    load('shop.css', here('assets/shop.css')),
    load('shop.js', here('browser/shop.ts')),
    load('logo.svg', here('assets/logo.svg')),
    load('journey.svg', here('assets/journey.svg')),
    ...pictures.map((file) => load(`pictures/${file}`, here(`assets/pictures/${file}`))),
  ].map((asset) => [asset[0], asset[1]]),
);

function load(name: string, file: string): [string, Asset] {
  const source = readFileSync(file, 'utf8');
  const body = Buffer.from(sent(source, file));
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 10);
  const extension = extname(name);
  return [
    name,
    {
      path: `/assets/${parse(name).name}.${hash}${extension}`,
      type: types[extension] ?? 'application/octet-stream',
      bodies: { identity: body, br: brotli(body), gzip: gzipSync(body) },
    },
  ];
}

/** Browsers get TypeScript without its types, and no map that is not served. */
function sent(source: string, file: string): string {
  if (file.endsWith('.ts')) return stripTypeScriptTypes(source);
  return source.replace(/\/\*# sourceMappingURL=.*\*\//, '');
}

function brotli(body: Buffer): Buffer {
  return brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });
}

/** Where a page finds an asset: `assetPath('shop.css')`. */
export function assetPath(name: string): string {
  const asset = assets.get(name);
  if (asset === undefined) throw new Error(`there is no asset ${name}`);
  return asset.path;
}

/** The picture of a product; a parcel where nobody has drawn one. */
export const picturePath = (productId: string): string =>
  assets.get(`pictures/${productId}.svg`)?.path ?? assetPath('pictures/parcel.svg');

const byPath = new Map([...assets.values()].map((asset) => [asset.path, asset]));

/** The files that pages load. */
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
