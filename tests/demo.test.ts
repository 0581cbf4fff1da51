import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { it } from 'node:test';
import { promisify } from 'node:util';
import { portsAt } from '../ops/stack/paths.ts';
import { spansOf } from './support/back-ends.ts';
import { environment } from './support/environment.ts';
import { assertStockExact, query } from './support/ledger.ts';
import { until } from './support/until.ts';

it('npm run demo shows an order of each kind, and undoes the failures that it caused', async () => {
  const offset = Number(new URL(environment.frontendUrl).port) - portsAt(0).frontend;
  const { stdout } = await promisify(execFile)(process.execPath, ['ops/demo/tour.ts', '--port-offset', `${offset}`], {
    env: { ...process.env, DEMO_DATABASE_URL: environment.mariadbRootUrl },
  });
  const [_intro, ordinary = '', tooMany = '', cancelled = '', retried = '', deadLettered = '', next = ''] =
    stdout.split(/\n\n/);
  assert.match(ordinary, new RegExp(`journey +${environment.frontendUrl}/orders/[^/]+/journey$`, 'm'));
  assert.match(next, /^Open first:\n.*\/login as demo-\w+ with \w+\n.*\/operations, as an admin/);
  assert.match(ordinary, /^ +pending, \d+ ms later confirmed: 49\.99 EUR$/m);
  assert.match(tooMany, /^ +pending, \d+ ms later rejected: insufficient-stock$/m);
  assert.match(cancelled, /^ +pending, \d+ ms later confirmed, \d+ ms later cancelled$/m);
  assert.match(retried, /^ +pending, \d+ ms later confirmed: 79\.99 EUR$/m);
  assert.match(deadLettered, /after 5 attempts: handler-failed/);
  assert.match(deadLettered, /^ +pending, \d+ ms later confirmed: 79\.99 EUR$/m);

  // The retries were real: the trace of the fourth order contains the failed attempts.
  const [, traceId = ''] = /\/api\/traces\/(\w+)/.exec(retried) ?? [];
  const attempts = await until('Jaeger has the successful attempt', async () => {
    const ofWorker = (await spansOf(traceId)).filter(
      ({ process, kind }) => process === 'product-worker' && kind === 'consumer',
    );
    return ofWorker.some(({ attributes }) => attributes['error'] !== true) ? ofWorker : undefined;
  });
  // Three failed attempts and the successful one, or one fewer if the first attempt was in a chunk with another order.
  assert.ok(attempts.length >= 3);
  assert.deepEqual(await query("SELECT 1 FROM information_schema.triggers WHERE trigger_name = 'demo_jam'"), []);
  await assertStockExact();
});
