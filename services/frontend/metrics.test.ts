import assert from 'node:assert/strict';
import { after, it } from 'node:test';
import { createApp } from '#platform/http/app.ts';
import { authenticate } from '#platform/http/authenticate.ts';
import { sendRaw, serve } from '#platform/http/http.testkit.ts';
import { Sessions } from '#platform/http/sessions.ts';
import { createTokenIssuer } from '#platform/http/token-issuer.testkit.ts';
import { readMetrics, shutDownMetrics } from '#telemetry/metrics.testkit.ts';
import { countActiveUsers, measureStreams } from './metrics.ts';

after(shutDownMetrics);

it('each authenticated user is counted once', async () => {
  const users = await createTokenIssuer();
  await using keys = await serve(users.jwks);
  await using shop = await serve(
    createApp({
      dependencies: [],
      before: [countActiveUsers()],
      routes: [
        {
          method: 'get',
          path: '/orders',
          before: [authenticate({ sessions: new Sessions(keys.url) })],
          handle: (_request, response) => void response.end(),
        },
      ],
    }),
  );
  const request = async (sub: string) => {
    const authorization = `Bearer ${await users.token({ sub })}`;
    assert.equal((await sendRaw(shop.url, '/orders', { headers: { authorization } })).status, 200);
  };
  const [one, two] = ['7d3b0bd5-7a3c-4a8f-8a59-5a8f0c9a1f01', '7d3b0bd5-7a3c-4a8f-8a59-5a8f0c9a1f02'];
  await request(one);
  await request(two);
  await request(one);
  assert.equal((await sendRaw(shop.url, '/orders')).status, 401);
  assert.deepEqual(await readMetrics('orderflow.users.active'), { 'orderflow.users.active': 2 });
});

it('open event streams are counted', async () => {
  const streams = new Set(['one', 'two']);
  measureStreams(streams);
  assert.deepEqual(await readMetrics('orderflow.streams.open'), { 'orderflow.streams.open': 2 });
});
