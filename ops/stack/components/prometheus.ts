import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Ports, repository, type StackPaths } from '../paths.ts';
import { buildPrometheus } from '../programs/builds.ts';
import { missingGo } from '../programs/go.ts';
import { programPath, versions } from '../programs/programs.ts';
import type { Component } from './component.ts';
import { isHealthy } from './health.ts';

const source = join(repository, 'observability', 'prometheus');

/** Returns Prometheus, which stores the metrics and evaluates the alert rules. */
export function prometheus({ ports, data }: StackPaths): Component {
  const folder = join(data, 'prometheus');
  const config = join(folder, 'config');
  return {
    name: 'prometheus',
    version: versions.prometheus,
    tier: 'back ends',
    ports: [ports.prometheus],
    needs: [],
    missingRequirement: () => missingGo('prometheus'),
    install: buildPrometheus,
    prepare: async () => {
      await rm(config, { recursive: true, force: true });
      await cp(source, config, { recursive: true });
      // The host names in this file exist only in the containers' network.
      await rm(join(config, 'containers.yml'));
      const file = join(config, 'prometheus.yml');
      await writeFile(file, withLocalTargets(await readFile(file, 'utf8'), ports));
    },
    command: () => ({
      file: programPath('prometheus'),
      args: [
        `--config.file=${join(config, 'prometheus.yml')}`,
        `--web.listen-address=127.0.0.1:${ports.prometheus}`,
        `--storage.tsdb.path=${join(folder, 'data')}`,
        '--storage.tsdb.retention.time=7d',
        '--storage.tsdb.retention.size=1GB',
        '--enable-feature=exemplar-storage',
        // Series of processes that have ended count for one minute instead of five.
        '--query.lookback-delta=1m',
        // By default every web page in a browser on this machine may read the metrics.
        '--web.cors.origin=none',
      ],
    }),
    ready: () => isHealthy(`http://127.0.0.1:${ports.prometheus}/-/ready`),
  };
}

/**
 * Replaces the addresses of the containers in Prometheus' configuration by those of a stack, because Prometheus cannot read
 * them from its environment.
 * @throws {Error} if a target has no address in the stack
 */
export function withLocalTargets(config: string, ports: Ports): string {
  const local: Readonly<Record<string, number>> = {
    'otel-collector:8889': ports.collectorMetrics,
    'otel-collector:8888': ports.collectorTelemetry,
    'jaeger:8888': ports.jaegerMetrics,
    'loki:3100': ports.loki,
    '127.0.0.1:9090': ports.prometheus,
    'alertmanager:9093': ports.alertmanager,
  };
  return config.replaceAll(/\btargets: \[(.*)\]/g, (_, target: string) => {
    const port = local[target];
    if (port === undefined) throw new Error(`prometheus.yml: the local stack has no address for ${target}`);
    return `targets: [127.0.0.1:${port}]`;
  });
}
