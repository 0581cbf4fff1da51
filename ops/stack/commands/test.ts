import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { glob, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { components } from '../components/components.ts';
import { databaseUrl } from '../components/mariadb.ts';
import { repository, stackPathsIn } from '../paths.ts';
import { program } from '../programs/programs.ts';
import { readSecrets } from '../secrets.ts';
import { endLeftovers, Obstacle, Stack } from '../supervisor/stack.ts';

// npm test [-- files and options of node --test]: the whole stack on ports of its own, the tests, and the end of it.
const folder = join(repository, '.local', 'test');
const paths = stackPathsIn(folder, 10_000);

// So that tests can switch faults on.
process.env['FAULTS_ENABLED'] = 'true';

try {
  await endLeftovers(paths, console.log);
  await rm(folder, { recursive: true, force: true });
  const exitCode = await withStack(runTests);
  process.exit(exitCode);
} catch (error) {
  console.error(error instanceof Obstacle ? error.message : error);
  process.exit(1);
}

async function withStack(work: (env: Record<string, string>, signal: AbortSignal) => Promise<number>): Promise<number> {
  const interrupted = new AbortController();
  const died = Promise.withResolvers<never>();
  const secrets = readSecrets(paths.secrets);
  const stack = new Stack(components(paths, secrets), paths, {
    changed: () => undefined,
    say: console.log,
    died: (name) => died.reject(new Obstacle(`${name} does not start`)),
  });
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      interrupted.abort();
      died.reject(new Obstacle(`ended by ${name}`));
    });
  }
  // Later deaths are only said.
  died.promise.catch(() => undefined);
  process.on('exit', () => stack.kill());
  try {
    console.log('starting the servers of the tests; the first time, programs are built, which takes minutes');
    await Promise.race([stack.start(), died.promise]);
    console.log(`ready after ${(performance.now() / 1000).toFixed(1)} s`);
    const { ports } = paths;
    const at = (port: number) => `http://127.0.0.1:${port}`;
    return await work(
      {
        TEST_FRONTEND_URL: at(ports.frontend),
        TEST_USER_SERVICE_URL: at(ports.userService),
        TEST_PRODUCT_SERVICE_URL: at(ports.productService),
        TEST_ORDER_SERVICE_URL: at(ports.orderService),
        TEST_KAFKA_BROKERS: `127.0.0.1:${ports.kafka}`,
        TEST_MARIADB_ROOT_URL: databaseUrl(paths, secrets, 'root'),
        TEST_JAEGER_URL: at(ports.jaeger),
        TEST_LOKI_URL: at(ports.loki),
        TEST_PROMETHEUS_URL: at(ports.prometheus),
        TEST_PROMTOOL: program('promtool'),
        TEST_ALERTMANAGER_URL: at(ports.alertmanager),
        TEST_AMTOOL: program('amtool'),
        TEST_ALERT_INBOX_URL: at(ports.alertInbox),
        TEST_COLLECTOR_URL: at(ports.otlpHttp),
        TEST_LOGS: paths.logs,
        // What a test starts by itself has none unless it says so.
        FAULTS_ENABLED: 'false',
        TEST_CONTROL_URL: stack.controlUrl ?? '',
      },
      interrupted.signal,
    );
  } finally {
    await stack.stop();
    // The logs stay, to be read after a failure.
    for (const path of [paths.data, paths.secrets]) await rm(path, { recursive: true, force: true });
  }
}

/** Tests beside the code run side by side; those in tests/ break the stack that they share, so one after the other. */
async function runTests(env: Record<string, string>, signal: AbortSignal): Promise<number> {
  const given = process.argv.slice(2);
  const options = given.filter((argument) => argument.startsWith('-'));
  const chosen = given.filter((argument) => !argument.startsWith('-'));
  const files = await Array.fromAsync(
    glob(chosen.length > 0 ? chosen : '**/*.test.ts', { cwd: repository, exclude: ['node_modules', '.local'] }),
  );
  if (files.length === 0) throw new Obstacle('there are no such tests');
  const { shared = [], own = [] } = Object.groupBy(files.toSorted(), (file) =>
    file.startsWith('tests/') ? 'shared' : 'own',
  );
  let exitCode = 0;
  for (const [concurrency, list] of [
    [2, own],
    [1, shared],
  ] as const) {
    if (list.length === 0 || signal.aborted) continue;
    const args = [
      '--test',
      '--test-reporter=spec',
      '--test-timeout=600000',
      `--test-concurrency=${concurrency}`,
      ...options,
      ...list,
    ];
    const child = spawn(process.execPath, args, { cwd: repository, env: { ...process.env, ...env }, stdio: 'inherit' });
    signal.addEventListener('abort', () => child.kill());
    const [code] = await once(child, 'exit');
    if (code !== 0) exitCode = 1;
  }
  return signal.aborted ? 1 : exitCode;
}
