import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StackPaths } from '../paths.ts';
import { buildCollector } from '../programs/build-collector.ts';
import { missingGo } from '../programs/go.ts';
import { programPath, versions } from '../programs/programs.ts';
import type { Secrets } from '../secrets.ts';
import type { Component } from './component.ts';
import { isHealthy } from './health.ts';

/** Returns the collector, which receives all telemetry, and queues data while a back end is unavailable. */
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
    ready: () => isHealthy(`http://127.0.0.1:${ports.collectorHealth}/`),
  };
}

/** Returns the collector of log files: those of the servers, and the output of processes before their loggers start. */
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
    ready: () => isHealthy(`http://127.0.0.1:${ports.logCollectorHealth}/`),
  };
}
