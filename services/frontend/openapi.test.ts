import assert from 'node:assert/strict';
import { STATUS_CODES } from 'node:http';
import { describe, it } from 'node:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { createApp } from '#platform/http/app.ts';
import { serve } from '#platform/http/http.testkit.ts';
import type { ApiOperation } from './api/api-operation.ts';
import { describeApi } from './openapi.ts';
import { createRoutes } from './routes.ts';
import type { Shop } from './shop.ts';

type Paths = Record<
  string,
  Record<
    string,
    {
      parameters: { in: string; name: string; schema: object }[];
      requestBody?: { content: { 'application/json': { schema: object } } };
      responses: Record<string, { description: string }>;
    }
  >
>;

const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);

it('openapi.json is a valid OpenAPI 3.2 document that describes every route under /api', async () => {
  const shop = { authenticate: () => undefined, rateLimit: () => undefined } as unknown as Shop;
  const all = createRoutes(shop);
  await using api = await serve(createApp({ dependencies: [], routes: all }));
  const document = (await (await fetch(`${api.url}/openapi.json`)).json()) as { paths: Record<string, object> };

  const validator = new Validator();
  assert.deepEqual(await validator.validate(document), { valid: true });
  assert.equal(validator.version, '3.2');

  const described = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  );
  const served = all
    .filter(({ path }) => path.startsWith('/api/'))
    .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
  assert.deepEqual(described.toSorted(), served.toSorted());
});

describe('openapi.json', () => {
  const shop = { authenticate: () => undefined, rateLimit: () => undefined } as unknown as Shop;
  const operations = createRoutes(shop).filter(({ path }) => path.startsWith('/api/')) as ApiOperation[];
  const { paths } = JSON.parse(JSON.stringify(describeApi(operations))) as { paths: Paths };
  const at = (path: string, method: string) => paths[path]?.[method] ?? assert.fail(`no ${method} ${path}`);
  const accepts = (schema: object, value: unknown) => ajv.validate(schema, value);

  it('describes every parameter in a path', () => {
    for (const [path, methods] of Object.entries(paths)) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      for (const { parameters } of Object.values(methods)) {
        const inPath = parameters.filter((parameter) => parameter.in === 'path');
        assert.deepEqual(
          inPath.map(({ name }) => name),
          named,
          path,
        );
      }
    }
  });

  it('gives the rules of usernames and passwords, which user-service enforces', () => {
    const body = at('/api/users', 'post').requestBody?.content['application/json'].schema ?? {};
    assert.ok(accepts(body, { username: 'Alice.B', password: 'correct horse' }));
    for (const wrong of [
      { username: 'al', password: 'correct horse' },
      { username: 'a b c', password: 'correct horse' },
      { username: 'a'.repeat(65), password: 'correct horse' },
      { username: 'alice', password: 'short' },
      { username: 'alice', password: 'a'.repeat(129) },
    ]) {
      assert.ok(!accepts(body, wrong), JSON.stringify(wrong));
    }
  });

  it('gives the form of a cursor, and says that the items of an order are unique', () => {
    const { parameters } = at('/api/orders', 'get');
    const cursor = parameters.find(({ name }) => name === 'cursor')?.schema ?? {};
    assert.ok(accepts(cursor, 'MjAyNi0xMS0yOQ') && !accepts(cursor, '') && !accepts(cursor, 'a b'));
    const body = at('/api/orders', 'post').requestBody?.content['application/json'].schema ?? {};
    const item = { productId: 'souris-gaming', quantity: 1 };
    assert.ok(accepts(body, { items: [item] }) && !accepts(body, { items: [item, item] }));
  });

  it('gives the reason for every problem', () => {
    for (const [path, methods] of Object.entries(paths)) {
      for (const [method, { responses }] of Object.entries(methods)) {
        for (const [status, { description }] of Object.entries(responses)) {
          assert.ok(description.length > 0 && description !== STATUS_CODES[status], `${method} ${path} ${status}`);
        }
      }
    }
  });
});

it('every operation is rate-limited; operations that require a token verify it first', () => {
  const shop = { authenticate: () => undefined, rateLimit: () => undefined } as unknown as Shop;
  for (const route of createRoutes(shop).filter(({ path }) => path.startsWith('/api/')) as ApiOperation[]) {
    const { before = [], secured = false } = route;
    assert.ok(before.includes(shop.rateLimit), `${route.method} ${route.path} is rate-limited`);
    assert.equal(before[0] === shop.authenticate, secured, `${route.method} ${route.path} requires a token`);
  }
});
