import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { parse } from 'yaml';
import { z } from 'zod';

const service = z.object({
  image: z.string(),
  mem_limit: z.string().regex(/^\d+m$/),
  cpus: z.number(),
  restart: z.string(),
  profiles: z.array(z.string()).default([]),
  ports: z.array(z.string()).default([]),
  cap_drop: z.array(z.string()),
  logging: z.object({ options: z.object({ 'max-size': z.string(), 'max-file': z.string() }) }),
});
const file = join(import.meta.dirname, '..', '..', '..', 'docker-compose.yml');
const { services } = z
  .object({ services: z.record(z.string(), service) })
  .parse(parse(readFileSync(file, 'utf8'), { merge: true }));

test('the containers without a profile that keep running may use at most 3 GiB of memory', () => {
  const started = Object.values(services).filter(({ profiles, restart }) => profiles.length === 0 && restart !== 'no');
  const limits = started.map(({ mem_limit }) => Number.parseInt(mem_limit, 10));
  assert.ok(limits.length >= 16);
  assert.ok(limits.reduce((sum, limit) => sum + limit, 0) <= 3 * 1_024);
});

test('each image has a version, each port listens on this machine only, every container drops all capabilities', () => {
  for (const [name, { image, ports, cap_drop }] of Object.entries(services)) {
    assert.match(image, /^orderflow$|:v?\d+\.\d+/, name);
    for (const port of ports) assert.match(port, /^127\.0\.0\.1:/, name);
    assert.deepEqual(cap_drop, ['ALL'], name);
  }
});
