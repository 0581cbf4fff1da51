// ops/load/load.ts: npm run load -- <profile>
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { SlowRequest } from '../../loadtest/journal.ts';
import { isProfile, profiles, type Run, readRun } from '../../loadtest/profiles.ts';
import { describe, describeSlow } from '../../loadtest/report.ts';
import { silenceTrafficDrop } from '../../observability/alertmanager/silence-traffic-drop.ts';
import { portsAt, repository, shown, stackPathsAt } from '../stack/paths.ts';
import { Obstacle } from '../stack/supervisor/stack.ts';
import { findK6 } from './k6.ts';
import { readJournal } from './read-journal.ts';

const usage = `npm run load -- <profile> [--rate N] [--duration SECONDS] [--port-offset N]
${Object.entries(profiles)
  .map(([name, { purpose, rate, seconds }]) => {
    const rateText = rate === null ? '20 users' : `${rate}/s`;
    const time = name === 'background' ? 'endless' : `${seconds} s`;
    return `  ${name.padEnd(12)}${rateText.padEnd(10)}${time.padEnd(9)}${purpose}`;
  })
  .join('\n')}
  --rate N           the most visits a second; a visit is a look at the catalogue, one at a product, and an order
  --duration N       how long, in seconds
  --port-offset N    the stack of npm start -- --port-offset N
  --url URL          another shop
  --settle N         how many seconds the orders have to settle when the load has ended: 60`;

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Obstacle ? error.message : error);
  process.exitCode = 1;
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      rate: { type: 'string' },
      duration: { type: 'string' },
      'port-offset': { type: 'string', default: '0' },
      url: { type: 'string' },
      settle: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const [name = ''] = positionals;
  if (values.help || !isProfile(name) || positionals.length > 1) {
    console.log(usage);
    return values.help ? 0 : 2;
  }
  const offset = Number(values['port-offset']);
  if (!Number.isInteger(offset) || offset < 0 || offset > 48_000) throw new Obstacle('--port-offset: 0 to 48000');
  const ports = portsAt(offset);
  const url = values.url ?? `http://127.0.0.1:${ports.frontend}`;
  const variables = {
    PROFILE: name,
    BASE_URL: url,
    JOURNAL: 'true',
    ...(values.rate !== undefined && { RATE: values.rate }),
    ...(values.duration !== undefined && { DURATION: values.duration }),
    ...(values.settle !== undefined && { SETTLE_SECONDS: values.settle }),
  };
  const { seconds } = check(variables);
  await checkShop(url);

  const k6 = await findK6(join(stackPathsAt(offset).logs, 'k6.preparation.log'), console.log);
  const folder = join(repository, '.local', 'load', `${new Date().toISOString().replaceAll(/[:.]/g, '-')}-${name}`);
  await mkdir(folder, { recursive: true });
  const journal = join(folder, 'journal.jsonl');
  const report = join(folder, 'report.html');
  const api = `127.0.0.1:${await freePort()}`;
  const metrics = (await listens(ports.otlpGrpc)) ? ['--out', 'opentelemetry'] : [];
  const exitCode = await runK6(k6, {
    args: [
      'run',
      ...['--address', api, '--console-output', journal, '--log-format', 'raw', '--no-usage-report'],
      // The older summary would hold what setup() returned, tokens included.
      ...[
        '--summary-mode',
        'compact',
        '--new-machine-readable-summary',
        '--summary-export',
        join(folder, 'summary.json'),
      ],
      ...metrics,
      ...(process.stdout.isTTY ? [] : ['--quiet']),
      ...Object.entries({ ...variables, K6_API: api }).flatMap(([variable, value]) => ['-e', `${variable}=${value}`]),
      join(import.meta.dirname, '..', '..', 'loadtest', 'shop.ts'),
    ],
    env: {
      // It would grow for as long as the run lasts.
      ...(name !== 'background' && { K6_WEB_DASHBOARD: 'true' }),
      K6_WEB_DASHBOARD_EXPORT: report,
      // No page while it runs.
      K6_WEB_DASHBOARD_PORT: '-1',
      // About a hundred points in each chart.
      K6_WEB_DASHBOARD_PERIOD: `${Math.min(10, Math.max(1, Math.round(seconds / 100)))}s`,
      K6_OTEL_GRPC_EXPORTER_ENDPOINT: `127.0.0.1:${ports.otlpGrpc}`,
      K6_OTEL_GRPC_EXPORTER_INSECURE: 'true',
      K6_OTEL_SERVICE_NAME: 'k6',
      OTEL_RESOURCE_ATTRIBUTES: `service.instance.id=${api}`,
      K6_OTEL_METRIC_PREFIX: 'k6_',
      K6_OTEL_EXPORT_INTERVAL: '5s',
    },
  });
  await silenceTrafficDrop(`http://127.0.0.1:${ports.alertmanager}`);

  const { outcome, lost, slowest } = await readJournal(journal);
  console.log('');
  if (outcome === undefined) console.log('NOT RECONCILED: nobody could look what became of the orders');
  else for (const line of describe(outcome)) console.log(line);
  const slow = [...(outcome?.slowest ?? []), ...slowest];
  const absent = await notIn(`http://127.0.0.1:${ports.jaeger}`, slow);
  const comment = (traceId: string) => (absent.has(traceId) ? '  not in Jaeger, or not yet' : '');
  for (const line of describeSlow(slow, comment)) console.log(line);
  for (const { orderId, traceId } of lost.slice(0, 20)) console.log(`lost: order ${orderId}, trace ${traceId}`);
  if (lost.length > 20) console.log(`and ${lost.length - 20} more`);
  console.log(`a trace: http://127.0.0.1:${ports.jaeger}/trace/<id>`);
  console.log(`report:  ${shown(folder)} (report.html, summary.json, journal.jsonl)`);
  return exitCode === 0 && (outcome === undefined || lost.length > 0) ? 1 : exitCode;
}

/** Runs k6 to its end. The first Ctrl-C lets it end in order, a second one ends it at once. */
async function runK6(file: string, { args, env }: { args: string[]; env: Record<string, string> }): Promise<number> {
  const child = spawn(file, args, {
    stdio: 'inherit',
    env: { ...process.env, ...env },
    // A group of its own: a Ctrl-C would reach it twice, and so end it at once.
    detached: process.platform !== 'win32',
  });
  let signalled = 0;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      // It comes twice: from the terminal, and passed on by npm.
      if (Date.now() - signalled < 500) return;
      signalled = Date.now();
      child.kill(signal);
    });
  }
  process.on('exit', () => child.kill('SIGKILL'));
  const [code] = (await once(child, 'close')) as [number | null];
  return code ?? 1;
}

function check(variables: Record<string, string>): Run {
  try {
    return readRun(variables);
  } catch (error) {
    throw new Obstacle(error instanceof Error ? error.message : String(error));
  }
}

async function checkShop(url: string): Promise<void> {
  const ready = await fetch(new URL('/health/ready', url)).catch(() => undefined);
  if (!ready?.ok) throw new Obstacle(`the shop at ${url} is not ready: npm start, and npm run status`);
}

/** Which traces Jaeger does not have: of the quick ones it gets only a part. None if Jaeger does not run. */
async function notIn(jaeger: string, requests: readonly SlowRequest[]): Promise<ReadonlySet<string>> {
  const asked = requests.map(async ({ traceId }) => {
    const response = await fetch(`${jaeger}/api/traces/${traceId}`).catch(() => undefined);
    return response?.status === 404 ? [traceId] : [];
  });
  return new Set((await Promise.all(asked)).flat());
}

/** A port for k6's own API, which several runs at once can't share. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
