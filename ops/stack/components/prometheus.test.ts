import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { portsAt, repository } from '../paths.ts';
import { withLocalTargets } from './prometheus.ts';

test('Prometheus scrapes the ports of its stack', async () => {
  const config = await readFile(join(repository, 'observability', 'prometheus', 'prometheus.yml'), 'utf8');
  const targets = [...withLocalTargets(config, portsAt(10_000)).matchAll(/targets: \[(.*)\]/g)].map(([, one]) => one);
  assert.deepEqual(targets, [
    '127.0.0.1:19093',
    '127.0.0.1:18889',
    '127.0.0.1:18888',
    '127.0.0.1:18887',
    '127.0.0.1:13100',
    '127.0.0.1:19093',
    '127.0.0.1:19090',
  ]);
});

test('a target without an address in the local stack is rejected', () => {
  assert.throws(() => withLocalTargets('- targets: [grafana:3000]', portsAt(0)), /has no address for grafana:3000/);
});
