import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Ports, StackPaths } from '../paths.ts';
import { buildToxiproxy } from '../programs/builds.ts';
import { missingGo } from '../programs/go.ts';
import { programPath } from '../programs/programs.ts';
import type { Component } from './component.ts';
import { isHealthy } from './health.ts';

const version = '2.12.0';
/** The name contains the version, because the folder of built programs is not named after it. */
const server = `toxiproxy-${version}`;

/** The components that services connect to, and the port through which they do. */
const targets = {
  kafka: 'kafka',
  'kafka-2': 'kafka2',
  'kafka-3': 'kafka3',
  mariadb: 'mariadb',
  'otel-collector': 'otlpHttp',
  'user-service': 'userService',
  'product-service': 'productService',
  'order-service': 'orderService',
} as const satisfies Record<string, keyof Ports>;

/** A component that services reach through a proxy. */
export type ProxyTarget = keyof typeof targets;

/** Returns the port of the proxy for a component that listens on `port`. */
export const proxyPort = (port: number): number => port + 50;

/** Returns the port on which a broker listens for its proxy. There it advertises the proxy's address instead of its own. */
export const brokerPort = (port: number): number => port + 25;

/** Returns the ports for services that reach every component through its proxy. */
export const throughProxy = (ports: Ports): Ports => ({
  ...ports,
  ...Object.fromEntries(Object.values(targets).map((port) => [port, proxyPort(ports[port])])),
});

/** Returns toxiproxy, which forwards the connections of services and disturbs them on request (see network.ts). */
export function toxiproxy({ ports, data }: StackPaths): Component {
  const folder = join(data, 'toxiproxy');
  const config = join(folder, 'proxies.json');
  return {
    name: 'toxiproxy',
    version,
    tier: 'servers',
    ports: [ports.toxiproxy, ...Object.values(targets).map((port) => proxyPort(ports[port]))],
    needs: [],
    missingRequirement: () => missingGo(server),
    install: (context) => buildToxiproxy(server, version, context),
    prepare: async () => {
      const proxies = Object.entries(targets).map(([name, port]) => ({
        name,
        listen: `127.0.0.1:${proxyPort(ports[port])}`,
        upstream: `127.0.0.1:${name.startsWith('kafka') ? brokerPort(ports[port]) : ports[port]}`,
        enabled: true,
      }));
      await mkdir(folder, { recursive: true });
      await writeFile(config, JSON.stringify(proxies, null, 2));
    },
    command: () => ({
      file: programPath(server),
      args: ['-host', '127.0.0.1', '-port', `${ports.toxiproxy}`, '-config', config],
      // At other levels it logs every connection.
      env: { LOG_LEVEL: 'warn' },
    }),
    ready: () => isHealthy(`http://127.0.0.1:${ports.toxiproxy}/version`),
  };
}
