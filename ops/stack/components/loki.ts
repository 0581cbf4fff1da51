import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { StackPaths } from '../paths.ts';
import { buildLoki } from '../programs/build-loki.ts';
import { missingGo } from '../programs/go.ts';
import { programPath, versions } from '../programs/programs.ts';
import type { Component } from './component.ts';
import { isHealthy } from './health.ts';

/** Returns Loki, which stores the logs. */
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
    ready: () => isHealthy(`http://127.0.0.1:${ports.loki}/ready`),
  };
}
