import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, it } from 'node:test';
import { findK6 } from '../ops/load/k6.ts';
import { portsAt } from '../ops/stack/paths.ts';
import { samplesOf } from './support/back-ends.ts';
import { environment } from './support/environment.ts';
import { until } from './support/until.ts';

interface Ended {
  code: number | null;
  output: string;
  errors: string;
}

const offset = Number(new URL(environment.frontendUrl).port) - portsAt(0).frontend;

/** Runs `npm run load` until it exits. */
async function load(...args: string[]): Promise<Ended> {
  const child = spawn(process.execPath, ['ops/load/load.ts', ...args, '--port-offset', `${offset}`], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [output, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: code as number | null, output, errors };
}

/** Starts a proxy in front of the shop that responds to every attempt to place the third order with 202, without forwarding it. */
async function losesAnOrder(): Promise<AsyncDisposable & { url: string; lost: string }> {
  const lost = randomUUID();
  const keys: string[] = [];
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const key = String(request.headers['idempotency-key']);
    const orders = request.method === 'POST' && request.url === '/api/orders';
    if (orders && !keys.includes(key)) keys.push(key);
    if (orders && keys.indexOf(key) === 2) {
      const headers = {
        'content-type': 'application/json',
        traceresponse: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
      };
      response.writeHead(202, headers).end(JSON.stringify({ orderId: lost }));
      return;
    }
    const { authorization } = request.headers;
    const answer = await fetch(new URL(request.url ?? '', environment.frontendUrl), {
      method: request.method ?? 'GET',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': key,
        ...(authorization !== undefined && { authorization }),
      },
      ...(body !== '' && { body }),
    });
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    lost,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

describe('npm run load', { concurrency: true }, async () => {
  // If k6 is missing, it is built before the runs.
  await findK6(`${environment.logs}/k6.preparation.log`, console.log);

  it('exits with 0 if every accepted order is settled, and its metrics reach Prometheus', async () => {
    const { code, output, errors } = await load('smoke', '--rate', '5', '--duration', '4');
    assert.equal(code, 0, output + errors);
    const [, accepted] = /^orders: (\d+) accepted; the server has \1 confirmed$/m.exec(output) ?? [];
    assert.ok(Number(accepted) >= 15, output);
    assert.match(output, /^reconciled: /m);

    await until('Prometheus has the number of accepted orders', async () => {
      const series = await samplesOf('k6_orders_accepted_total{scenario="smoke"}');
      return series.some(({ value }) => value === Number(accepted));
    });
  });

  it('fails and names the order if an accepted order is lost', async () => {
    await using shop = await losesAnOrder();
    const { code, output } = await load('smoke', '--duration', '4', '--settle', '10', '--url', shop.url);
    assert.equal(code, 99, output);
    assert.match(output, /^NOT RECONCILED: 1 missing$/m);
    assert.match(output, new RegExp(`^lost: order ${shop.lost}, trace [0-9a-f]{32}$`, 'm'));
  });

  it('rejects a rate for a profile without one', async () => {
    const { code, errors } = await load('tp', '--rate', '5');
    assert.equal(code, 2);
    assert.match(errors, /^error: --rate: tp has users, not a rate\n/);
  });
});
