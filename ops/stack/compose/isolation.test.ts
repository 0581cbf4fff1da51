// Reads docker-compose.yml, without running it, and checks what an attacker inside a container can reach and change.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { parse } from 'yaml';
import { z } from 'zod';

const service = z.object({
  network_mode: z.literal('none').optional(),
  networks: z.array(z.string()).default([]),
  ports: z.array(z.string()).default([]),
  user: z.string().optional(),
  read_only: z.boolean().default(false),
  security_opt: z.array(z.string()),
  pids_limit: z.int().max(512),
});
const file = z.object({
  services: z.record(z.string(), service),
  networks: z.record(z.string(), z.object({ internal: z.boolean().default(false) }).nullable()),
});
const read = (name: string) => readFileSync(join(import.meta.dirname, '..', '..', '..', name), 'utf8');
const compose = file.parse(parse(read('docker-compose.yml'), { merge: true }));
const services = Object.entries(compose.services);

const membersOf = (network: string): string[] =>
  services.filter(([, { networks }]) => networks.includes(network)).map(([name]) => name);

test('every container has its networks named, and those of the servers reach nothing outside', () => {
  for (const [name, { network_mode, networks }] of services) {
    assert.equal(networks.length > 0, network_mode === undefined, name);
    for (const network of networks) assert.ok(network in compose.networks, `${name}: ${network}`);
  }
  const internal = Object.entries(compose.networks).filter(([, network]) => network?.internal);
  assert.deepEqual(internal.map(([name]) => name).toSorted(), ['database', 'kafka', 'otlp']);
});

test('only the containers that need a server are in its network', () => {
  const services = ['user-service', 'product-service', 'order-service'];
  const workers = ['product-worker', 'order-worker'];
  assert.deepEqual(
    new Set(membersOf('database')),
    new Set(['mariadb', ...services, ...workers, 'otel-collector', 'account']),
    'of the telemetry, only the collector reads the counters of MariaDB',
  );
  assert.deepEqual(
    new Set(membersOf('kafka')),
    new Set(['kafka', 'kafka-setup', 'frontend', ...services, ...workers, 'event-monitor', 'doctor', 'tools']),
    'the services read which faults are switched on',
  );
  for (const name of ['mariadb', 'kafka']) assert.equal(compose.services[name]?.networks.length, 1, name);
});

test('processes send their telemetry to the collector, and reach no other back end', () => {
  const readers = ['frontend', 'doctor'];
  const backEnds = ['jaeger', 'loki', 'prometheus', 'alertmanager', 'alert-inbox', 'grafana'];
  const around = ['otel-collector', 'telemetry-ready', 'node-exporter', 'cadvisor'];
  assert.deepEqual(new Set(membersOf('telemetry')), new Set([...readers, ...backEnds, ...around]));
});

test('only containers outside the internal networks publish ports', () => {
  for (const [name, { ports, networks }] of services) {
    if (ports.length > 0) assert.ok(networks.includes('edge') || networks.includes('telemetry'), name);
  }
});

/** The reason for each container that is not read-only, or runs as root. */
const exceptions: Readonly<Record<string, string>> = {
  kafka: 'its image writes its configuration into itself',
  'log-collector': "only root can read Docker's log files",
  k6: 'the folder of the reports may belong to any user',
};

test('containers are read-only and gain no rights, with the exceptions above', () => {
  for (const [name, { read_only, user = '', security_opt }] of services) {
    assert.deepEqual(security_opt, ['no-new-privileges:true'], name);
    if (!(name in exceptions)) assert.ok(read_only && !/^(0|root)\b/.test(user), name);
  }
});

test("the image of Orderflow's processes runs as a user without rights", () => {
  assert.match(read('Dockerfile'), /\nUSER node\nENTRYPOINT/);
});
