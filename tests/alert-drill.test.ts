import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { it } from 'node:test';
import { promisify } from 'node:util';
import { environment } from './support/environment.ts';

it('npm run drill measures the detection of an alert, and heals its fault as the runbook describes', async () => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['ops/drills/drill.ts', 'ServiceDown', '--warm-up', '10', '--no-write', '--port-offset', '10000'],
    {
      env: {
        ...process.env,
        STACK_CONTROL_URL: environment.controlUrl,
        DRILL_DATABASE_URL: environment.mariadbRootUrl,
      },
    },
  );
  assert.match(stdout, /npm run stack -- --port-offset 10000 freeze product-service\n/);
  assert.match(stdout, /alert in the inbox after \d+ s: 0 instances of product-service have reported metrics/);
  assert.match(stdout, /npm run stack -- --port-offset 10000 restart product-service/);
  assert.match(stdout, /all [1-9]\d* accepted orders are settled/);
  assert.match(stdout, /detected after \d+ s, recovered after \d+ s\n$/);
});
