// Checks that other machines, and web pages in a browser, cannot reach a stack that runs without containers.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import test from 'node:test';
import { readState } from '../ops/stack/supervisor/state.ts';
import { environment } from './support/environment.ts';
import { type ListeningSocket, listeningSockets } from './support/listening-sockets.ts';

/** 127.0.0.1, as /proc/net writes it for IPv4 and for IPv6 sockets. */
const loopback = ['0100007F', '0000000000000000FFFF00000100007F'];

test('every process of the stack listens on 127.0.0.1 only', async () => {
  const state = readState(join(environment.folder, 'state.json'));
  assert.ok(state);
  const running = Object.entries(state.components).flatMap(([name, { process }]) =>
    process ? [[process.pid, name] as const] : [],
  );
  const names = new Map([[state.runner.pid, 'the supervisor'] as const, ...running]);
  const sockets = await listeningSockets([...names.keys()]);
  const describe = ({ pid, protocol, address, port }: ListeningSocket) =>
    `${names.get(pid)}: ${protocol} ${address}:${port}`;
  const listening = new Set(sockets.map(({ pid }) => names.get(pid)));
  for (const name of ['the supervisor', 'kafka', 'mariadb', 'loki', 'jaeger', 'alertmanager', 'frontend']) {
    assert.ok(listening.has(name), `${name} listens`);
  }
  assert.deepEqual(sockets.filter(({ address }) => !loopback.includes(address)).map(describe), []);
});

test('a web page of another origin cannot read the telemetry', async () => {
  const addresses = {
    prometheus: `${environment.prometheusUrl}/api/v1/query?query=up`,
    loki: `${environment.lokiUrl}/loki/api/v1/labels`,
    jaeger: `${environment.jaegerUrl}/api/services`,
    inbox: `${environment.alertInboxUrl}/api/alerts`,
    collector: `${environment.collectorUrl}/v1/traces`,
    shop: `${environment.frontendUrl}/api/products`,
  };
  for (const [name, address] of Object.entries(addresses)) {
    const response = await fetch(address, { headers: { origin: 'https://page.example' } });
    await response.body?.cancel();
    assert.equal(response.headers.get('access-control-allow-origin'), null, name);
  }
});

test('nobody can delete logs through the API of Loki', async () => {
  const url = new URL('/loki/api/v1/delete', environment.lokiUrl);
  url.search = new URLSearchParams({ query: '{service_name=~".+"}', start: '1', end: `${Date.now()}` }).toString();
  const response = await fetch(url, { method: 'POST' });
  assert.equal(response.status, 403, await response.text());
});

test('an alert can be put into the inbox only with the token', async () => {
  const response = await fetch(`${environment.alertInboxUrl}/api/notifications`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  assert.equal(response.status, 401);
});
