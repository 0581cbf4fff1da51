// For tests: runs example-service.testkit.ts with the preload of every process.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';
import type { TestContext } from 'node:test';

export interface Service {
  child: ChildProcess;
  url: string;
  /** The lines of stderr, to which telemetry logs its own failures. */
  errorLines: Interface;
  get(path: string): Promise<{ traceId: string }>;
}

/** Starts the service, which exports its telemetry to `endpoint`. */
export async function startService(
  t: TestContext,
  endpoint: string,
  env: Record<string, string> = {},
): Promise<Service> {
  const preload = ['--import', './platform/process/preload.ts'];
  const child = spawn(process.execPath, [...preload, 'observability/telemetry/example-service.testkit.ts'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], OTEL_SERVICE_NAME: 'example', OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, ...env },
  });
  t.after(() => child.kill('SIGKILL'));
  const [port] = (await once(createInterface(child.stdout), 'line', { signal: within() })) as [string];
  const url = `http://127.0.0.1:${port}`;
  const get = async (path: string) => {
    const response = await fetch(url + path, { headers: { connection: 'close' } });
    assert.equal(response.status, 200);
    return (await response.json()) as { traceId: string };
  };
  return { child, url, errorLines: createInterface(child.stderr), get };
}

/** Stops the service gracefully; fails unless it exits with 0. */
export async function stopService({ child }: Service): Promise<void> {
  child.kill('SIGTERM');
  assert.deepEqual(await once(child, 'exit', { signal: within() }), [0, null]);
}

/** Bounds the waits for a process that never starts or never stops. A busy machine needs some seconds for either. */
const within = (): AbortSignal => AbortSignal.timeout(60_000);
