import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Ports, StackPaths } from '../paths.ts';
import { buildToxiproxy, missingGo } from '../programs/go.ts';
import { programPath } from '../programs/programs.ts';
import { answersOk } from './back-ends.ts';
import type { Component } from './component.ts';

const version = '2.12.0';
/** The version is in the name: it is no part of what the folder of programs is made from. */
const server = `toxiproxy-${version}`;

/** What services connect to, by the name of the component, and the port by which they know it. */
const links = {
  kafka: 'kafka',
  'kafka-2': 'kafka2',
  'kafka-3': 'kafka3',
  mariadb: 'mariadb',
  'otel-collector': 'otlpHttp',
  'user-service': 'userService',
  'product-service': 'productService',
  'order-service': 'orderService',
} as const satisfies Record<string, keyof Ports>;

export type Link = keyof typeof links;

/** Where the proxy listens for what listens itself on a port. */
export const proxyPort = (port: number): number => port + 50;

/** Where a broker listens for the proxy: it answers there with the addresses of the proxy, and elsewhere with its own. */
export const brokerPort = (port: number): number => port + 25;

/** The ports as services see them that reach everything through the proxy. */
export const throughProxy = (ports: Ports): Ports => ({
  ...ports,
  ...Object.fromEntries(Object.values(links).map((port) => [port, proxyPort(ports[port])])),
});

/**
 * Stands between the services and what they connect to, and disturbs their connections when it is told (see network.ts).
 * Until then it only passes on.
 */
export function toxiproxy({ ports, data }: StackPaths): Component {
  const folder = join(data, 'toxiproxy');
  const config = join(folder, 'proxies.json');
  return {
    name: 'toxiproxy',
    version,
    tier: 'servers',
    ports: [ports.toxiproxy, ...Object.values(links).map((port) => proxyPort(ports[port]))],
    needs: [],
    missingRequirement: () => missingGo(server),
    install: (context) => buildToxiproxy(server, version, context),
    prepare: async () => {
      const proxies = Object.entries(links).map(([name, port]) => ({
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
      // Otherwise it writes a line for each connection.
      env: { LOG_LEVEL: 'warn' },
    }),
    ready: () => answersOk(`http://127.0.0.1:${ports.toxiproxy}/version`),
  };
}
