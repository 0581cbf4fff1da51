import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { StackPaths } from '../paths.ts';
import { buildJaeger } from '../programs/builds.ts';
import { missingGo } from '../programs/go.ts';
import { programPath, versions } from '../programs/programs.ts';
import type { Component } from './component.ts';
import { isHealthy } from './health.ts';

/** Returns Jaeger, which stores the traces. */
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
    ready: () => isHealthy(`http://127.0.0.1:${ports.jaegerHealth}/status`),
  };
}
