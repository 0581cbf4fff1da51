import type { Principal } from '#events/access/principals.ts';
import { databaseUrl } from '../database-url.ts';
import { credentialsFolder, passwordFile, securityVariables } from '../kafka/credentials.ts';
import type { Ports, StackPaths } from '../paths.ts';
import type { Secrets } from '../secrets.ts';
import { bootstrapServers, brokerNames, type Cluster } from './brokers.ts';
import type { Component } from './component.ts';
import { isHealthy } from './health.ts';
import { throughProxy } from './toxiproxy.ts';

interface Service {
  readonly name: Principal;
  readonly entry: string;
  readonly port: keyof Ports;
  readonly needs: readonly ('mariadb' | 'kafka')[];
  readonly database?: Exclude<keyof Secrets['mariadb'], 'root' | 'monitor'>;
  readonly uses?: readonly string[];
  /** Other variables. */
  readonly env?: (secrets: Secrets) => Readonly<Record<string, string>>;
}

/** Returns a variable with the value that this process was started with, or else another one. */
const variable = (name: string, value: string) => ({ [name]: process.env[name] || value });
/** Adds the demo data: nobody else can reach the stack, which listens on 127.0.0.1 only. */
const demoData = variable('DEMO_DATA', 'true');

const list: readonly Service[] = [
  {
    name: 'user-service',
    entry: 'services/users/server.ts',
    port: 'userService',
    needs: ['mariadb'],
    database: 'users',
    // Load tests create accounts from one address.
    env: ({ frontend }) => ({ ...demoData, ...variable('SIGN_UPS_PER_MINUTE', '6000'), FRONTEND_SECRET: frontend }),
  },
  {
    name: 'product-service',
    entry: 'services/products/server.ts',
    port: 'productService',
    needs: ['mariadb'],
    database: 'products',
    env: () => demoData,
  },
  {
    name: 'product-worker',
    entry: 'services/products/worker.ts',
    port: 'productWorker',
    needs: ['mariadb', 'kafka'],
    database: 'products',
  },
  {
    name: 'order-service',
    entry: 'services/orders/server.ts',
    port: 'orderService',
    needs: ['mariadb'],
    database: 'orders',
  },
  {
    name: 'order-worker',
    entry: 'services/orders/worker.ts',
    port: 'orderWorker',
    needs: ['mariadb', 'kafka'],
    database: 'orders',
  },
  {
    name: 'frontend',
    entry: 'services/frontend/server.ts',
    port: 'frontend',
    needs: ['kafka'],
    uses: ['user-service', 'product-service', 'product-worker', 'order-service', 'order-worker'],
    // Load tests send everything from one address and as a few users.
    env: ({ frontend }) => ({ ...variable('RATE_LIMIT_PER_MINUTE', '300000'), FRONTEND_SECRET: frontend }),
  },
  { name: 'event-monitor', entry: 'services/event-monitor/monitor.ts', port: 'eventMonitor', needs: ['kafka'] },
];

/** Returns Orderflow's own processes. */
export function services(
  paths: StackPaths,
  secrets: Secrets,
  version: string,
  { brokers, proxied }: Cluster,
): readonly Component[] {
  const { ports } = paths;
  const reached = { ...paths, ports: proxied ? throughProxy(ports) : ports };
  const at = (port: number) => `http://127.0.0.1:${port}`;
  const operatorFile = passwordFile(credentialsFolder(paths), 'operator');
  const shared = {
    KAFKA_BROKERS: bootstrapServers(reached.ports, brokers),
    JWKS_URL: `${at(reached.ports.userService)}/.well-known/jwks.json`,
    USER_SERVICE_URL: at(reached.ports.userService),
    PRODUCT_SERVICE_URL: at(reached.ports.productService),
    ORDER_SERVICE_URL: at(reached.ports.orderService),
    SCHEMAS_URL: `${at(ports.frontend)}/schemas`,
    JAEGER_QUERY_URL: at(ports.jaeger),
    LOKI_URL: at(ports.loki),
    PROMETHEUS_URL: at(ports.prometheus),
    ALERTMANAGER_URL: at(ports.alertmanager),
    ALERT_RUNBOOKS_URL: process.env['ALERT_RUNBOOKS_URL'] || at(ports.alertInbox),
    OTEL_EXPORTER_OTLP_ENDPOINT: at(reached.ports.otlpHttp),
    OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=local',
  };
  return list.map(({ name, entry, port, needs, database, uses = [], env = () => ({}) }) => ({
    name,
    version,
    tier: 'services',
    ports: [ports[port]],
    needs: [
      ...needs.flatMap((need) => (need === 'kafka' ? brokerNames(brokers) : [need])),
      ...(proxied ? ['toxiproxy'] : []),
    ],
    uses: [...uses, 'otel-collector'],
    command: () => ({
      file: process.execPath,
      args: ['--import', './platform/process/preload.ts', entry],
      env: {
        ...shared,
        ...env(secrets),
        ...securityVariables(paths, name),
        ...(name === 'frontend' && { KAFKA_OPERATOR_PASSWORD_FILE: operatorFile }),
        OTEL_SERVICE_NAME: name,
        PORT: `${ports[port]}`,
        ...(database && { DATABASE_URL: databaseUrl(reached, secrets, database) }),
      },
    }),
    ready: () => isHealthy(`${at(ports[port])}/health/ready`),
  }));
}
