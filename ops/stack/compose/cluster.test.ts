import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { parse } from 'yaml';
import { z } from 'zod';

const read = (...path: string[]) => readFileSync(join(import.meta.dirname, '..', '..', '..', ...path), 'utf8');
const { services } = z
  .object({ services: z.record(z.string(), z.object({ environment: z.record(z.string(), z.string()) })) })
  .parse(parse(read('docker-compose.cluster.yml'), { merge: true }));

test('the brokers in containers have the same settings as those without', () => {
  const settings = read('ops', 'stack', 'kafka', 'cluster.properties')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('='));
  assert.ok(settings.length >= 10);
  for (const name of ['kafka', 'kafka-2', 'kafka-3']) {
    for (const [setting = '', value] of settings) {
      const variable = `KAFKA_${setting.replaceAll('.', '_').toUpperCase()}`;
      assert.equal(services[name]?.environment[variable], value, `${name}: ${variable}`);
    }
  }
});
