import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { ask, askJson, RequestFailed } from './http.ts';

async function listen(t: TestContext, answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const failsWith = (message: RegExp) => (error: unknown) => {
  assert.ok(error instanceof RequestFailed);
  assert.match(error.message, message);
  return true;
};

describe('a request', () => {
  it('returns a response of any status', async (t) => {
    const url = await listen(t, (_, response) => response.writeHead(503, { 'retry-after': '2' }).end('busy'));
    const { status, text, headers } = await ask(url);
    assert.deepEqual([status, text, headers.get('retry-after')], [503, 'busy', '2']);
  });

  it('fails with the reason when the server does not respond', async (t) => {
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port } = closed.address() as AddressInfo;
    closed.close();
    await assert.rejects(
      ask(`http://127.0.0.1:${port}/`),
      failsWith(/^http:.*:\d+ does not respond \(ECONNREFUSED\)$/),
    );
    const url = await listen(t, () => undefined);
    await assert.rejects(ask(url, { withinSeconds: 0.05 }), failsWith(/does not respond \(timed out after 0\.05 s\)$/));
  });

  it('for JSON fails with the problem of an error, and with a response that is not JSON', async (t) => {
    const problem = await listen(t, (_, response) => response.writeHead(409).end('{"title":"Conflict","detail":"no"}'));
    await assert.rejects(askJson(`${problem}/orders?limit=1`), failsWith(/:\d+\/orders returned 409: no$/));
    const page = await listen(t, (_, response) => response.end('<html>'));
    await assert.rejects(askJson(page), failsWith(/returned 200 without JSON$/));
  });
});
