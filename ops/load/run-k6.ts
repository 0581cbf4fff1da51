import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { ProfileName } from '../../loadtest/profiles.ts';
import { type Ports, repository } from '../stack/paths.ts';
import { freePort, listens } from './ports.ts';

interface LoadRun {
  profile: ProfileName;
  /** The variables that loadtest/shop.ts reads. */
  variables: Readonly<Record<string, string>>;
  /** Receives the journal, the summary and the HTML report. */
  folder: string;
  ports: Ports;
  /** The length of the load. */
  seconds: number;
}

/** Runs the load to its end and returns the exit code of k6. */
export async function runK6(k6: string, run: LoadRun): Promise<number> {
  // A separate port for k6's API, which runs at the same time cannot share.
  const api = `127.0.0.1:${await freePort()}`;
  return execute(k6, await argumentsOf(run, api), environmentOf(run, api));
}

async function argumentsOf({ variables, folder, ports }: LoadRun, api: string): Promise<string[]> {
  const metrics = (await listens(ports.otlpGrpc)) ? ['--out', 'opentelemetry'] : [];
  return [
    'run',
    ...['--address', api, '--console-output', join(folder, 'journal.jsonl'), '--log-format', 'raw'],
    '--no-usage-report',
    // The older summary format would contain the result of setup(), which holds tokens.
    ...['--summary-mode', 'compact', '--new-machine-readable-summary'],
    ...['--summary-export', join(folder, 'summary.json')],
    ...metrics,
    ...(process.stdout.isTTY ? [] : ['--quiet']),
    ...Object.entries({ ...variables, K6_API: api }).flatMap(([variable, value]) => ['-e', `${variable}=${value}`]),
    join(repository, 'loadtest', 'shop.ts'),
  ];
}

function environmentOf({ profile, folder, ports, seconds }: LoadRun, api: string): Record<string, string> {
  return {
    // The report of an endless run would grow without limit.
    ...(profile !== 'background' && { K6_WEB_DASHBOARD: 'true' }),
    K6_WEB_DASHBOARD_EXPORT: join(folder, 'report.html'),
    // -1: no web page during the run.
    K6_WEB_DASHBOARD_PORT: '-1',
    // About a hundred points per chart.
    K6_WEB_DASHBOARD_PERIOD: `${Math.min(10, Math.max(1, Math.round(seconds / 100)))}s`,
    K6_OTEL_GRPC_EXPORTER_ENDPOINT: `127.0.0.1:${ports.otlpGrpc}`,
    K6_OTEL_GRPC_EXPORTER_INSECURE: 'true',
    K6_OTEL_SERVICE_NAME: 'k6',
    OTEL_RESOURCE_ATTRIBUTES: `service.instance.id=${api}`,
    K6_OTEL_METRIC_PREFIX: 'k6_',
    K6_OTEL_EXPORT_INTERVAL: '5s',
  };
}

/** Runs k6. The first Ctrl-C ends it gracefully, the second one immediately. */
async function execute(k6: string, args: string[], env: Record<string, string>): Promise<number> {
  const child = spawn(k6, args, {
    stdio: 'inherit',
    env: { ...process.env, ...env },
    // In the group of this process, k6 would receive each Ctrl-C twice and end immediately.
    detached: process.platform !== 'win32',
  });
  let signalledAt = 0;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      // One Ctrl-C arrives twice: from the terminal, and passed on by npm.
      if (Date.now() - signalledAt < 500) return;
      signalledAt = Date.now();
      child.kill(signal);
    });
  }
  process.on('exit', () => child.kill('SIGKILL'));
  const [code] = (await once(child, 'close')) as [number | null];
  return code ?? 1;
}
