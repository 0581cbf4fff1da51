import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createApp } from '#platform/http/app.ts';
import { sendRaw, serve } from '#platform/http/http.testkit.ts';
import { assetPath, assetRoute, picturePath } from './assets.ts';

it('serves assets compressed, and browsers may cache them forever', async () => {
  await using shop = await serve(createApp({ dependencies: [], routes: [assetRoute] }));
  const get = async (path: string, encoding: string) => {
    const response = await fetch(shop.url + path, { headers: { 'accept-encoding': encoding } });
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('cache-control'), 'public, max-age=31536000, immutable');
    assert.equal(response.headers.get('content-encoding'), encoding === 'identity' ? null : encoding);
    return await response.text();
  };
  const path = assetPath('bootstrap.css');
  assert.match(path, /^\/assets\/bootstrap\.[\w-]{10}\.css$/);
  const css = await get(path, 'identity');
  assert.match(css, /Bootstrap/);
  assert.equal(await get(path, 'br'), css);
  assert.equal(await get(path, 'gzip'), css);
  const { headers } = await sendRaw(shop.url, path, { headers: { 'accept-encoding': 'br, gzip' } });
  assert.equal(headers['content-encoding'], 'br');
  assert.ok(Number(headers['content-length']) < 30_000);
});

it('serves the script of the pages without types', async () => {
  await using shop = await serve(createApp({ dependencies: [], routes: [assetRoute] }));
  const response = await fetch(shop.url + assetPath('shop.js'));
  assert.equal(response.headers.get('content-type'), 'text/javascript; charset=utf-8');
  const script = await response.text();
  assert.doesNotMatch(script, /: Promise<|: string/);
  assert.match(script, /EventSource/);
});

it('responds with 404 for an unknown or outdated asset', async () => {
  await using shop = await serve(createApp({ dependencies: [], routes: [assetRoute] }));
  for (const path of ['/assets/shop.css', '/assets/shop.0123456789.css', '/assets/..%2fserver.ts', '/assets/']) {
    assert.equal((await sendRaw(shop.url, path)).status, 404, path);
  }
});

it('shows a parcel for a product without a picture', () => {
  assert.match(picturePath('laptop-pro'), /laptop-pro/);
  assert.match(picturePath('new-product'), /parcel/);
});
