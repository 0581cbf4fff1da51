import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import { createApp } from '#platform/http/app.ts';
import { serve } from '#platform/http/http.testkit.ts';
import type { ApiOperation } from './api/api-operation.ts';
import { createRoutes } from './routes.ts';
import type { Shop } from './shop.ts';

it('openapi.json is a valid OpenAPI 3.1 document that describes every route under /api', async () => {
  const shop = { authenticate: () => undefined, rateLimit: () => undefined } as unknown as Shop;
  const all = createRoutes(shop);
  await using api = await serve(createApp({ dependencies: [], routes: all }));
  const document = (await (await fetch(`${api.url}/openapi.json`)).json()) as { paths: Record<string, object> };

  const validator = new Validator();
  assert.deepEqual(await validator.validate(document), { valid: true });
  assert.equal(validator.version, '3.1');

  const described = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  );
  const served = all
    .filter(({ path }) => path.startsWith('/api/'))
    .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
  assert.deepEqual(described.toSorted(), served.toSorted());
});

it('every operation is rate-limited; operations that require a token verify it first', () => {
  const shop = { authenticate: () => undefined, rateLimit: () => undefined } as unknown as Shop;
  for (const route of createRoutes(shop).filter(({ path }) => path.startsWith('/api/')) as ApiOperation[]) {
    const { before = [], secured = false } = route;
    assert.ok(before.includes(shop.rateLimit), `${route.method} ${route.path} is rate-limited`);
    assert.equal(before[0] === shop.authenticate, secured, `${route.method} ${route.path} requires a token`);
  }
});
