import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sendRaw } from '#platform/http/http.testkit.ts';
import { answered, refused } from './support/api.ts';
import { send } from './support/customer.ts';
import { environment } from './support/environment.ts';

describe('/api/products', () => {
  const get = (path: string, headers: Record<string, string> = {}) => send('GET', path, { headers });

  it('responds in the requested language, French by default', async () => {
    const name = async (path: string, headers: Record<string, string> = {}) =>
      (await answered('GET /api/products/{id}', 200, await get(path, headers)))['name'];
    const path = '/api/products/casque-sans-fil';
    const french = await name(path);
    const english = await name(`${path}?lang=en`);
    assert.equal(french, 'Casque sans fil');
    assert.notEqual(english, french);
    assert.equal(await name(path, { 'accept-language': 'en-GB,en;q=0.9' }), english);
    assert.equal(await name(path, { 'accept-language': 'de' }), french);
    assert.equal(await name(`${path}?lang=fr`, { 'accept-language': 'en' }), french);
    const { products } = await answered('GET /api/products', 200, await get('/api/products'));
    assert.ok((products as object[]).length >= 10);
  });

  it('refuses an unknown language or product', async () => {
    const one = 'GET /api/products/{id}';
    assert.deepEqual(await refused('GET /api/products', 400, await get('/api/products?lang=de')), ['lang']);
    assert.deepEqual(await refused(one, 400, await get('/api/products/laptop-pro?lang=fr&lang=en')), ['lang']);
    for (const id of ['nothing', '%00', 'a%2Fb', '__proto__', 'a'.repeat(1_000)]) {
      await refused(one, 404, await get(`/api/products/${id}`));
    }
    await refused(one, 400, await get('/api/products/%E0%A4%A'));
    // Sent without fetch, which would resolve the dots.
    for (const id of ['.', '..', '%2E', '%2e%2e%2Fhealth']) {
      const { status } = await sendRaw(environment.frontendUrl, `/api/products/${id}`);
      assert.equal(status, 404, id);
    }
  });

  it('is shown on the home page, without inline scripts or styles', async () => {
    const response = await get('/');
    assert.equal(response.status, 200);
    assert.match(response.headers.get('content-security-policy') ?? '', /default-src 'none'/);
    const page = await response.text();
    assert.ok(page.includes('Casque sans fil'));
    assert.doesNotMatch(page, /<script(?![^>]* src=)|<style| style=| on\w+=/i);
  });
});
