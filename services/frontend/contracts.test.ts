import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { publishedSchemas, schemaPath } from '#events/published-schemas.ts';
import { createApp } from '#platform/http/app.ts';
import { sendRaw, serve } from '#platform/http/http.testkit.ts';
import { createRoutes } from './routes.ts';
import type { Shop } from './shop.ts';

describe('the published contracts', () => {
  let served: Awaited<ReturnType<typeof serve>>;
  before(async () => {
    const shop = { authenticate: () => undefined, rateLimit: () => undefined } as unknown as Shop;
    served = await serve(createApp({ dependencies: [], routes: createRoutes(shop) }));
  });
  after(() => served[Symbol.asyncDispose]());

  for (const path of ['/openapi.json', '/asyncapi.json']) {
    it(`include ${path}, which a client receives again only if it has changed`, async () => {
      const response = await fetch(served.url + path);
      assert.equal(response.headers.get('cache-control'), 'public, no-cache');
      assert.match(JSON.stringify(await response.json()), /^\{"(openapi|asyncapi)":"3/);
      const etag = response.headers.get('etag') ?? '';
      // With this header, fetch would also ask caches not to answer.
      const ask = (known: string) => sendRaw(served.url, path, { headers: { 'if-none-match': known } });
      assert.equal((await ask(etag)).status, 304);
      assert.equal((await ask('"other"')).status, 200);
    });
  }

  it('include the schema of every version of every event, as it is committed', async () => {
    for (const [name, schema] of publishedSchemas) {
      const response = await fetch(served.url + schemaPath(name));
      assert.equal(await response.text(), schema, name);
      assert.equal(response.headers.get('content-type'), 'application/schema+json; charset=utf-8');
      assert.equal(response.headers.get('cache-control'), 'public, max-age=31536000, immutable');
    }
    assert.equal((await fetch(`${served.url}/schemas/order.placed.v99.json`)).status, 404);
  });
});
