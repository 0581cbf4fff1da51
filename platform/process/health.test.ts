import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { type TestContext, test } from 'node:test';
import express from 'express';
import type { Dependency } from './dependency.ts';
import { createHealthRoutes } from './health.ts';

async function serve(t: TestContext, dependencies: Dependency[]): Promise<string> {
  const server = express().use(createHealthRoutes(dependencies)).listen(0, '127.0.0.1');
  t.after(() => server.close());
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const kafka: Dependency = { name: 'kafka', check: async () => {} };

test('ready if every dependency is available', async (t) => {
  const response = await fetch(`${await serve(t, [kafka])}/health/ready`);
  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), { status: 'ready', dependencies: { kafka: 'up' } });
});

test('live but not ready while a dependency is unavailable, and ready again after it', async (t) => {
  let down = true;
  const mariadb: Dependency = {
    name: 'mariadb',
    check: async () => {
      if (down) throw new Error('connect ECONNREFUSED');
    },
  };
  const url = await serve(t, [kafka, mariadb]);
  const live = await fetch(`${url}/health/live`);
  assert.equal(live.status, 200);
  assert.deepEqual(await live.json(), { status: 'live' });

  const response = await fetch(`${url}/health/ready`);
  assert.equal(response.status, 503);
  assert.deepEqual(await response.json(), {
    status: 'not ready',
    missing: ['mariadb'],
    dependencies: { kafka: 'up', mariadb: 'down' },
  });

  down = false;
  assert.equal((await fetch(`${url}/health/ready`)).status, 200);
});

test('a dependency is missing if its check throws synchronously', async (t) => {
  const check = () => {
    throw new Error('not connected');
  };
  const response = await fetch(`${await serve(t, [{ name: 'kafka', check }])}/health/ready`);
  assert.equal(response.status, 503);
});

test('a dependency is missing if its check times out', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const check = () => {
    setImmediate(() => t.mock.timers.tick(2_000));
    return new Promise<void>(() => {});
  };
  const response = await fetch(`${await serve(t, [{ name: 'kafka', check }])}/health/ready`);
  assert.equal(response.status, 503);
});

test('a process without an API serves health checks and shuts down gracefully', async (t) => {
  const script = `
    import { serveHealth } from '#platform/process/health.ts';
    await serveHealth({ host: '127.0.0.1', port: Number(process.argv[1]), dependencies: [] });
    console.log('up');`;
  const port = await freePort();
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(() => child.kill('SIGKILL'));
  await once(createInterface(child.stdout), 'line');
  const response = await fetch(`http://127.0.0.1:${port}/health/ready`);
  assert.deepEqual(await response.json(), { status: 'ready', dependencies: {} });
  child.kill('SIGTERM');
  assert.deepEqual(await once(child, 'exit'), [0, null]);
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
