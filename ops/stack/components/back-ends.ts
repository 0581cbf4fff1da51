import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readConfig } from '#telemetry/read-config.ts';
import { channels } from '../../../observability/alertmanager/channels.ts';
import { configure } from '../../../observability/alertmanager/configure.ts';
import type { StackPaths } from '../paths.ts';
import { buildAlertmanager, buildCollector, buildJaeger, buildLoki, missingGo } from '../programs/go.ts';
import { programPath, versions } from '../programs/programs.ts';
import type { Secrets } from '../secrets.ts';
import type { Component } from './component.ts';

/** Receives all telemetry and passes it on; while one of the others is away, it waits for it. */
export function collector({ ports, data }: StackPaths, secrets: Secrets): Component {
  const folder = join(data, 'otel-collector');
  const password = join(folder, 'mariadb-password');
  return {
    name: 'otel-collector',
    version: versions['otel-collector'],
    tier: 'back ends',
    ports: [ports.otlpGrpc, ports.otlpHttp, ports.collectorMetrics, ports.collectorTelemetry, ports.collectorHealth],
    needs: [],
    uses: ['jaeger', 'loki'],
    missingRequirement: () => missingGo('otelcol'),
    install: buildCollector,
    prepare: async () => {
      await mkdir(folder, { recursive: true });
      await writeFile(password, secrets.mariadb.monitor, { mode: 0o600 });
    },
    command: () => ({
      file: programPath('otelcol'),
      args: ['--config', 'observability/collector/config.yaml'],
      env: {
        OTELCOL_DATA: folder,
        OTELCOL_GRPC_PORT: `${ports.otlpGrpc}`,
        OTELCOL_HTTP_PORT: `${ports.otlpHttp}`,
        OTELCOL_PROMETHEUS_PORT: `${ports.collectorMetrics}`,
        OTELCOL_TELEMETRY_PORT: `${ports.collectorTelemetry}`,
        OTELCOL_HEALTH_PORT: `${ports.collectorHealth}`,
        JAEGER_OTLP_ENDPOINT: `127.0.0.1:${ports.jaegerOtlp}`,
        LOKI_OTLP_ENDPOINT: `http://127.0.0.1:${ports.loki}/otlp`,
        MARIADB_ENDPOINT: `127.0.0.1:${ports.mariadb}`,
        MARIADB_MONITOR_PASSWORD_FILE: password,
      },
    }),
    ready: () => answersOk(`http://127.0.0.1:${ports.collectorHealth}/`),
  };
}

/** Reads the log files of the servers, and what a process prints before its logger lives, and sends them to the collector. */
export function logCollector({ ports, data, logs }: StackPaths): Component {
  return {
    name: 'log-collector',
    version: versions['otel-collector'],
    tier: 'back ends',
    ports: [ports.logCollectorHealth],
    needs: [],
    uses: ['otel-collector'],
    missingRequirement: () => missingGo('otelcol'),
    install: buildCollector,
    command: () => ({
      file: programPath('otelcol'),
      args: ['--config', 'observability/collector/log-files.yaml'],
      env: {
        LOG_FILES: join(logs, '*.log'),
        OTELCOL_DATA: join(data, 'log-collector'),
        OTELCOL_GRPC_ENDPOINT: `127.0.0.1:${ports.otlpGrpc}`,
        OTELCOL_HEALTH_PORT: `${ports.logCollectorHealth}`,
      },
    }),
    ready: () => answersOk(`http://127.0.0.1:${ports.logCollectorHealth}/`),
  };
}

/** Keeps the traces. */
export function jaeger({ ports, data }: StackPaths): Component {
  const folder = join(data, 'jaeger');
  return {
    name: 'jaeger',
    version: versions.jaeger,
    tier: 'back ends',
    ports: [ports.jaeger, ports.jaegerGrpc, ports.jaegerOtlp, ports.jaegerHealth, ports.jaegerMetrics],
    needs: [],
    missingRequirement: () => missingGo('jaeger'),
    install: buildJaeger,
    prepare: async () => {
      await mkdir(folder, { recursive: true });
    },
    command: () => ({
      file: programPath('jaeger'),
      args: ['--config', 'observability/jaeger/config.yaml', '--config', 'observability/jaeger/badger.yaml'],
      env: {
        JAEGER_QUERY_PORT: `${ports.jaeger}`,
        JAEGER_QUERY_GRPC_PORT: `${ports.jaegerGrpc}`,
        JAEGER_OTLP_PORT: `${ports.jaegerOtlp}`,
        JAEGER_HEALTH_PORT: `${ports.jaegerHealth}`,
        JAEGER_DATA: folder,
        JAEGER_METRICS_LEVEL: 'basic',
        JAEGER_METRICS_PORT: `${ports.jaegerMetrics}`,
        PROMETHEUS_URL: `http://127.0.0.1:${ports.prometheus}`,
      },
    }),
    ready: () => answersOk(`http://127.0.0.1:${ports.jaegerHealth}/status`),
  };
}

/** Keeps the logs. */
export function loki({ ports, data }: StackPaths): Component {
  const folder = join(data, 'loki');
  return {
    name: 'loki',
    version: versions.loki,
    tier: 'back ends',
    ports: [ports.loki, ports.lokiGrpc],
    needs: [],
    missingRequirement: () => missingGo('loki'),
    install: buildLoki,
    prepare: async () => {
      await mkdir(folder, { recursive: true });
    },
    command: () => ({
      file: programPath('loki'),
      args: ['-config.file=observability/loki/config.yaml', '-config.expand-env=true'],
      env: { LOKI_PORT: `${ports.loki}`, LOKI_GRPC_PORT: `${ports.lokiGrpc}`, LOKI_DATA: folder },
    }),
    ready: () => answersOk(`http://127.0.0.1:${ports.loki}/ready`),
  };
}

/** Tells of the alerts that Prometheus raises: the inbox, and what channels the environment sets. */
export function alertmanager({ ports, data }: StackPaths): Component {
  const folder = join(data, 'alertmanager');
  const config = join(folder, 'config');
  return {
    name: 'alertmanager',
    version: versions.alertmanager,
    tier: 'back ends',
    ports: [ports.alertmanager],
    needs: [],
    uses: ['alert-inbox'],
    missingRequirement: async () => (await missingGo('alertmanager')) ?? (await missingGo('amtool')),
    install: buildAlertmanager,
    prepare: async () => {
      const inbox = `http://127.0.0.1:${ports.alertInbox}`;
      const own = { ALERT_INBOX_URL: inbox, ALERT_RUNBOOKS_URL: inbox };
      await configure(config, readConfig(channels, { ...own, ...process.env }));
    },
    command: () => ({
      file: programPath('alertmanager'),
      args: [
        `--config.file=${join(config, 'alertmanager.yml')}`,
        `--storage.path=${folder}`,
        `--web.listen-address=127.0.0.1:${ports.alertmanager}`,
        // It is the only one.
        '--cluster.listen-address=',
      ],
    }),
    ready: () => answersOk(`http://127.0.0.1:${ports.alertmanager}/-/ready`),
  };
}

/** Shows what Alertmanager has told. */
export function alertInbox({ ports }: StackPaths, version: string): Component {
  return {
    name: 'alert-inbox',
    version,
    tier: 'back ends',
    ports: [ports.alertInbox],
    needs: [],
    command: () => ({
      file: process.execPath,
      args: ['services/alert-inbox/server.ts'],
      env: { PORT: `${ports.alertInbox}` },
    }),
    ready: () => answersOk(`http://127.0.0.1:${ports.alertInbox}/health/ready`),
  };
}

/** Whether an address answers with a 2xx. */
export async function answersOk(url: string): Promise<boolean> {
  const { ok, body } = await fetch(url, { signal: AbortSignal.timeout(2000) });
  await body?.cancel();
  return ok;
}
