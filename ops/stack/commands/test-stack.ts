import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ExpectedError } from '../../cli/command.ts';
import { components } from '../components/components.ts';
import { databaseUrl } from '../database-url.ts';
import { admin, credentialsFolder, securityVariables } from '../kafka/credentials.ts';
import { repository, stackPathsIn } from '../paths.ts';
import { buildCheckers } from '../programs/builds.ts';
import { programPath } from '../programs/programs.ts';
import { readSecrets, type Secrets } from '../secrets.ts';
import { endLeftovers } from '../supervisor/preflight.ts';
import { Stack } from '../supervisor/stack.ts';

const folder = join(repository, '.local', 'test');
const paths = stackPathsIn(folder, 10_000);

/**
 * Starts a new stack for tests, runs `work` with the variables that describe the stack, and stops it.
 * @throws {ExpectedError} if the stack cannot start, or a signal ends this process before the stack has started
 */
export async function withTestStack(
  work: (env: Record<string, string>, signal: AbortSignal) => Promise<number>,
): Promise<number> {
  // Tests switch faults on.
  process.env['FAULTS_ENABLED'] = 'true';
  // Tests fail to log in, for various reasons and all from one address.
  process.env['LOGIN_FAILURES_PER_ADDRESS_MAX'] = '100000';
  await endLeftovers(paths, console.log);
  await rm(folder, { recursive: true, force: true });

  const interrupted = new AbortController();
  const { promise: failed, reject } = Promise.withResolvers<never>();
  const secrets = readSecrets(paths.secrets);
  const stack = new Stack(components(paths, secrets), paths, {
    onChange: () => undefined,
    report: console.log,
    onExit: (name) => reject(new ExpectedError(`${name} does not start, see ${paths.logs}/${name}.log`)),
  });
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      interrupted.abort();
      reject(new ExpectedError(`stopped by ${name}`));
    });
  }
  // Once the stack is ready, tests kill processes on purpose.
  failed.catch(() => undefined);
  process.on('exit', () => stack.kill());
  try {
    console.log('starting the servers for the tests; the first time, programs are built, which takes minutes');
    const log = join(paths.logs, 'checkers.preparation.log');
    const checkers = { progress: () => undefined, log, signal: interrupted.signal };
    await Promise.race([stack.start().then(() => buildCheckers(checkers)), failed]);
    console.log(`ready after ${(performance.now() / 1000).toFixed(1)} s`);
    return await work(environmentOf(stack, secrets), interrupted.signal);
  } finally {
    await stack.stop();
    // The logs are kept, so that failures can be examined.
    for (const path of [paths.data, paths.secrets]) await rm(path, { recursive: true, force: true });
  }
}

/** Returns the variables that tests/support/environment.ts reads. */
function environmentOf(stack: Stack, secrets: Secrets): Record<string, string> {
  const { ports } = paths;
  const at = (port: number) => `http://127.0.0.1:${port}`;
  return {
    TEST_FRONTEND_URL: at(ports.frontend),
    TEST_USER_SERVICE_URL: at(ports.userService),
    TEST_PRODUCT_SERVICE_URL: at(ports.productService),
    TEST_ORDER_SERVICE_URL: at(ports.orderService),
    TEST_KAFKA_BROKERS: `127.0.0.1:${ports.kafka}`,
    KAFKA_CREDENTIALS: credentialsFolder(paths),
    // Tests, and the processes that they start, are the admin, unless they choose another user.
    ...securityVariables(paths, admin),
    TEST_MARIADB_ROOT_URL: databaseUrl(paths, secrets, 'root'),
    TEST_MARIADB_MONITOR_URL: databaseUrl(paths, secrets, 'monitor'),
    TEST_JAEGER_URL: at(ports.jaeger),
    TEST_LOKI_URL: at(ports.loki),
    TEST_PROMETHEUS_URL: at(ports.prometheus),
    TEST_PROMTOOL: programPath('promtool'),
    TEST_ALERTMANAGER_URL: at(ports.alertmanager),
    TEST_AMTOOL: programPath('amtool'),
    TEST_ALERT_INBOX_URL: at(ports.alertInbox),
    TEST_COLLECTOR_URL: at(ports.otlpHttp),
    TEST_LOGS: paths.logs,
    TEST_STATE: paths.state,
    // Processes that a test starts itself have no faults, unless the test enables them.
    FAULTS_ENABLED: 'false',
    TEST_CONTROL_URL: stack.controlUrl ?? '',
  };
}
