import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, it } from 'node:test';
import express from 'express';
import { createHttpServer } from './http-server.ts';

/** Sends bytes to a server of an application with the route `GET /`, and returns its response. */
async function send(bytes: string): Promise<string> {
  const app = express().get('/', (_request, response) => void response.end('hello'));
  const server = createHttpServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.write(bytes);
  const received = await text(socket);
  server.close();
  return received;
}

describe('a server responds with a problem to a request', () => {
  for (const [what, status, bytes] of [
    ['that is not HTTP', 400, 'nonsense\r\n\r\n'],
    ['without a host', 400, 'GET / HTTP/1.1\r\n\r\n'],
    ['to an address that cannot be parsed', 400, 'GET http://[/ HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['with an unknown expectation', 417, 'GET / HTTP/1.1\r\nHost: a\r\nExpect: wonders\r\n\r\n'],
    ['with headers that are too long', 431, `GET / HTTP/1.1\r\nHost: a\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`],
  ] as const) {
    it(`${what}: ${status}`, async () => {
      const [head = '', body = ''] = (await send(bytes)).split('\r\n\r\n');
      assert.match(head, new RegExp(`^HTTP/1\\.1 ${status} `));
      assert.match(head, /^content-type: application\/problem\+json$/im);
      assert.equal((JSON.parse(body) as { status: number }).status, status);
    });
  }
});

it('a server does not put a second response into one that was begun', async () => {
  const received = await send('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\nnonsense\r\n\r\n');
  assert.match(received, /hello$/);
});
