import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { z } from 'zod';
import { readConfig } from '#telemetry/read-config.ts';
import { brokers, flag, host, port, serviceUrl } from './config.ts';

const schema = z.object({
  HOST: host,
  PORT: port(5000),
  KAFKA_BROKERS: brokers,
  USER_SERVICE_URL: serviceUrl('http://127.0.0.1:5001'),
  DEMO_DATA: flag(true),
});

test('missing and empty variables get their defaults', () => {
  assert.deepEqual(readConfig(schema, { PORT: '' }), {
    HOST: '127.0.0.1',
    PORT: 5000,
    KAFKA_BROKERS: ['127.0.0.1:9092'],
    USER_SERVICE_URL: 'http://127.0.0.1:5001',
    DEMO_DATA: true,
  });
});

test('values are parsed', () => {
  const env = { PORT: '0', KAFKA_BROKERS: 'a:1,b:2', USER_SERVICE_URL: 'https://users:8443', DEMO_DATA: 'false' };
  const { HOST, ...rest } = readConfig(schema, env);
  assert.equal(HOST, '127.0.0.1');
  assert.deepEqual(rest, { ...env, PORT: 0, KAFKA_BROKERS: ['a:1', 'b:2'], DEMO_DATA: false });
});

/** Runs a process that reads its configuration from this environment. */
function run(env: Record<string, string>): { status: number | null; stderr: string } {
  const script = `
    import { z } from 'zod';
    import { brokers, flag, port, serviceUrl } from '#platform/process/config.ts';
    import { readConfig } from '#telemetry/read-config.ts';
    readConfig(z.object({
      DATABASE_URL: z.url({ protocol: /^mysql$/, error: 'must be a mysql address' }),
      PORT: port(5000), KAFKA_BROKERS: brokers, USER_SERVICE_URL: serviceUrl('http://127.0.0.1:5001'), DEMO_DATA: flag(true),
    }));`;
  const options = { encoding: 'utf8', env: { PATH: process.env['PATH'], ...env } } as const;
  return spawnSync(process.execPath, ['--input-type=module', '-e', script], options);
}

test('invalid variables end the process with one line each, without their values', () => {
  const { status, stderr } = run({
    DATABASE_URL: 'postgres://user:hunter2@127.0.0.1/users',
    PORT: '70000',
    KAFKA_BROKERS: '127.0.0.1',
    USER_SERVICE_URL: 'users',
    DEMO_DATA: 'yes',
  });
  assert.equal(status, 1);
  assert.deepEqual(stderr.trim().split('\n'), [
    'DATABASE_URL: must be a mysql address',
    'PORT: must be a port, 0 to 65535',
    'KAFKA_BROKERS: must be host:port, separated by commas',
    'USER_SERVICE_URL: must be an http(s) address',
    'DEMO_DATA: must be true or false',
  ]);
});

test('a missing required variable is named', () => {
  const { status, stderr } = run({ DATABASE_URL: '' });
  assert.equal(status, 1);
  assert.equal(stderr, 'DATABASE_URL: missing\n');
});
