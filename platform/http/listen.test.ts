import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, it } from 'node:test';
import { ServerProcess } from './server-process.testkit.ts';

const getRoot = 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n';

describe('a server that is stopped', () => {
  it('ends its streams, finishes requests in flight, refuses connections, and then closes its dependencies', async () => {
    const server = new ServerProcess();
    const stream = await server.get('/stream');
    const slow = server.get('/slow');
    await server.outputs(/^slow request received$/m);
    server.signal('SIGTERM');
    assert.equal(await text(stream), 'begin end');
    await assert.rejects(server.get('/'), { code: 'ECONNREFUSED' });
    server.signal('SIGUSR2');
    assert.equal(await text(await slow), '{}');
    const { code, output } = await server.ended();
    assert.equal(code, 0);
    assert.match(output, /server closed\n(\{.*\n)*dependency closed\n/);
  });

  it('closes idle connections without waiting for the timeout', async () => {
    const server = new ServerProcess();
    const idle = await server.connect();
    idle.send(getRoot);
    assert.match(await idle.response(), /\r\nConnection: keep-alive\r\n/);
    const begin = performance.now();
    server.signal('SIGTERM');
    await idle.closed;
    assert.equal((await server.ended()).code, 0);
    assert.ok(performance.now() - begin < 4_500);
  });

  it('handles a request that is still arriving, and closes its connection', async () => {
    const server = new ServerProcess();
    const busy = await server.connect();
    busy.send(getRoot);
    await busy.response();
    busy.send(getRoot.slice(0, 20));
    await server.get('/'); // by then, the server has also read the half request
    server.signal('SIGTERM');
    await server.outputs(/"stopping"/);
    busy.send(getRoot.slice(20));
    assert.match(await busy.response(), /\r\nConnection: close\r\n/);
    await busy.closed;
    assert.equal((await server.ended()).code, 0);
  });

  it('closes connections whose requests have no response after 5 s', async () => {
    const server = new ServerProcess();
    const slow = await server.connect();
    slow.send('GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await server.outputs(/^slow request received$/m);
    const begin = performance.now();
    server.signal('SIGTERM');
    await slow.closed;
    const { code, output } = await server.ended();
    assert.ok(performance.now() - begin > 4_900);
    assert.equal(code, 0);
    assert.match(output, /server closed\n(\{.*\n)*dependency closed\n/);
  });
});

describe('a port that is in use', () => {
  it('ends the process with an error that names the cause', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    assert.ok(typeof address === 'object' && address !== null);
    const { code, output } = await new ServerProcess(address.port).ended();
    other.close();
    assert.equal(code, 1);
    assert.match(output, /EADDRINUSE/);
  });
});
