import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createApp } from '#platform/http/app.ts';
import { serve } from '#platform/http/http.testkit.ts';
import { createRateLimit } from './rate-limit.ts';

it('each user and each address has a separate limit; further requests get a 429', async () => {
  await using api = await serve(
    createApp({
      dependencies: [],
      routes: [
        {
          method: 'get',
          path: '/',
          before: [
            (request, _response, next) => {
              const id = request.get('x-user');
              if (id !== undefined) request.user = { id, name: id, role: 'customer' };
              next();
            },
            createRateLimit(2),
          ],
          handle: (_request, response) => void response.json({}),
        },
      ],
    }),
  );
  const ask = (headers: Record<string, string>) => fetch(api.url, { headers });
  for (const caller of [{ 'x-user': 'one' }, { 'x-user': 'other' }, {}] as Record<string, string>[]) {
    assert.equal((await ask(caller)).status, 200);
    assert.equal((await ask(caller)).status, 200);
    const refused = await ask(caller);
    assert.equal(refused.status, 429);
    assert.match(refused.headers.get('content-type') ?? '', /^application\/problem\+json/);
    assert.match(refused.headers.get('retry-after') ?? '', /^[1-9]\d?$/);
  }
});
