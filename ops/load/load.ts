// ops/load/load.ts: npm run load -- <profile>
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isProfile, profiles } from '../../loadtest/profiles.ts';
import { describe, describeSlow } from '../../loadtest/report.ts';
import { type Run, readRun } from '../../loadtest/run.ts';
import { expectDrop } from '../../observability/alertmanager/expect-drop.ts';
import { portsAt, repository, shown, stackPathsAt } from '../stack/paths.ts';
import { Obstacle } from '../stack/supervisor/stack.ts';
import { findK6 } from './k6.ts';
import { missingTraces } from './missing-traces.ts';
import { freePort, listens } from './ports.ts';
import { readJournal } from './read-journal.ts';
import { runK6 } from './run-k6.ts';

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
  // Each run needs a separate port for k6's API, which several runs at once cannot share.
  const api = `127.0.0.1:${await freePort()}`;
  const metrics = (await listens(ports.otlpGrpc)) ? ['--out', 'opentelemetry'] : [];
  const exitCode = await runK6(k6, {
    args: [
      'run',
      ...['--address', api, '--console-output', journal, '--log-format', 'raw', '--no-usage-report'],
      // The older summary format would contain what setup() returned, including tokens.
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
      // The report of an endless run would grow without limit.
      ...(name !== 'background' && { K6_WEB_DASHBOARD: 'true' }),
      K6_WEB_DASHBOARD_EXPORT: report,
      // No live page during the run.
      K6_WEB_DASHBOARD_PORT: '-1',
      // About one hundred points per chart.
      K6_WEB_DASHBOARD_PERIOD: `${Math.min(10, Math.max(1, Math.round(seconds / 100)))}s`,
      K6_OTEL_GRPC_EXPORTER_ENDPOINT: `127.0.0.1:${ports.otlpGrpc}`,
      K6_OTEL_GRPC_EXPORTER_INSECURE: 'true',
      K6_OTEL_SERVICE_NAME: 'k6',
      OTEL_RESOURCE_ATTRIBUTES: `service.instance.id=${api}`,
      K6_OTEL_METRIC_PREFIX: 'k6_',
      K6_OTEL_EXPORT_INTERVAL: '5s',
    },
  });
  await expectDrop(`http://127.0.0.1:${ports.alertmanager}`);

  const { outcome, lost, slowest } = await readJournal(journal);
  console.log('');
  if (outcome === undefined) console.log('NOT RECONCILED: the run ended before the order lists were read');
  else for (const line of describe(outcome)) console.log(line);
  const slow = [...(outcome?.slowest ?? []), ...slowest];
  const absent = await missingTraces(`http://127.0.0.1:${ports.jaeger}`, slow);
  const comment = (traceId: string) => (absent.has(traceId) ? '  not (yet) in Jaeger' : '');
  for (const line of describeSlow(slow, comment)) console.log(line);
  for (const { orderId, traceId } of lost.slice(0, 20)) console.log(`lost: order ${orderId}, trace ${traceId}`);
  if (lost.length > 20) console.log(`and ${lost.length - 20} more`);
  console.log(`a trace: http://127.0.0.1:${ports.jaeger}/trace/<id>`);
  console.log(`report:  ${shown(folder)} (report.html, summary.json, journal.jsonl)`);
  return exitCode === 0 && (outcome === undefined || lost.length > 0) ? 1 : exitCode;
}

/** Reads the run from the variables. */
function check(variables: Record<string, string>): Run {
  try {
    return readRun(variables);
  } catch (error) {
    throw new Obstacle(error instanceof Error ? error.message : String(error));
  }
}

/** Throws an obstacle unless the shop is ready. */
async function checkShop(url: string): Promise<void> {
  const ready = await fetch(new URL('/health/ready', url)).catch(() => undefined);
  if (!ready?.ok)
    throw new Obstacle(`the shop at ${url} is not ready: start it with npm start, and check npm run status`);
}
