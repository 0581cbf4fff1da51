import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { stackPathsIn } from '../paths.ts';
import { Stack } from '../supervisor/stack.ts';
import { Network } from './network.ts';
import { throughProxy, toxiproxy } from './toxiproxy.ts';

/** Starts toxiproxy in front of a server that echoes what it receives, at the port of MariaDB. */
async function start(t: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), 'network-'));
  const paths = stackPathsIn(folder, 11_000);
  const echo = createServer((socket) => socket.pipe(socket).on('error', () => undefined));
  echo.listen(paths.ports.mariadb, '127.0.0.1');
  await once(echo, 'listening');
  const stack = new Stack([toxiproxy(paths)], paths, { onChange: () => undefined, report: () => undefined });
  const clients: Socket[] = [];
  t.after(async () => {
    for (const client of clients) client.destroy();
    await stack.stop();
    echo.close();
    await rm(folder, { recursive: true });
  });
  await stack.start();
  const client = async () => {
    const socket = connect(throughProxy(paths.ports).mariadb, '127.0.0.1');
    clients.push(socket);
    await once(socket, 'connect');
    return socket;
  };
  return { network: new Network(`http://127.0.0.1:${paths.ports.toxiproxy}`), client };
}

async function echoes(socket: Socket): Promise<void> {
  socket.write('hello');
  const [answer] = await once(socket, 'data');
  assert.equal(String(answer), 'hello');
}

test('connections are slowed, partitioned, reset and cut, each until it is healed', async (t) => {
  const { network, client } = await start(t);
  const before = await client();
  await echoes(before);

  await network.slow('mariadb', 150);
  const sent = performance.now();
  await echoes(before);
  assert.ok(performance.now() - sent >= 290, '150 ms in each direction delay the answer by 300 ms');
  await network.heal('mariadb');
  await echoes(before);

  await network.partition('mariadb');
  const during = await client();
  let heard = '';
  for (const socket of [before, during]) {
    socket.on('data', (bytes) => {
      heard += bytes;
    });
    socket.write('is anybody there?');
  }
  const ends = [before, during].map((socket) => once(socket, 'close'));
  await network.heal('mariadb');
  await Promise.all(ends);
  assert.equal(heard, '');
  const after = await client();
  await echoes(after);

  await network.reset('mariadb');
  const closed = once(after, 'close');
  after.write('hello');
  await closed;
  const next = await client();
  next.write('hello');
  const [error] = await once(next, 'error');
  assert.equal(error.code, 'ECONNRESET');
  await network.heal('mariadb');
  await echoes(await client());

  await network.cut('mariadb');
  await assert.rejects(client(), { code: 'ECONNREFUSED' });
  await network.slow('kafka', 10);
  await network.healAll();
  await echoes(await client());
  await assert.rejects(network.slow('jaeger' as 'kafka', 1), /404/);
});
