import { answersOk } from './back-ends.ts';
import type { Component } from './component.ts';
import { databaseUrl } from './mariadb.ts';
import type { Place, Ports } from './place.ts';
import type { Secrets } from './secrets.ts';

interface Service {
  readonly name: string;
  readonly entry: string;
  readonly port: keyof Ports;
  readonly needs: readonly ('mariadb' | 'kafka')[];
  readonly database?: Exclude<keyof Secrets['mariadb'], 'root' | 'monitor'>;
  readonly uses?: readonly string[];
}

/** Orderflow's own processes. */
const list: readonly Service[] = [
  {
    name: 'user-service',
    entry: 'services/users/server.ts',
    port: 'userService',
    needs: ['mariadb'],
    database: 'users',
  },
  {
    name: 'product-service',
    entry: 'services/products/server.ts',
    port: 'productService',
    needs: ['mariadb'],
    database: 'products',
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
  },
  { name: 'event-monitor', entry: 'events/monitor.ts', port: 'eventMonitor', needs: ['kafka'] },
];

export function services(place: Place, secrets: Secrets, version: string): readonly Component[] {
  const { ports } = place;
  const at = (port: number) => `http://127.0.0.1:${port}`;
  const shared = {
    KAFKA_BROKERS: `127.0.0.1:${ports.kafka}`,
    JWKS_URL: `${at(ports.userService)}/.well-known/jwks.json`,
    USER_SERVICE_URL: at(ports.userService),
    PRODUCT_SERVICE_URL: at(ports.productService),
    ORDER_SERVICE_URL: at(ports.orderService),
    JAEGER_URL: at(ports.jaeger),
    JAEGER_QUERY_URL: at(ports.jaeger),
    LOKI_URL: at(ports.loki),
    OTEL_EXPORTER_OTLP_ENDPOINT: at(ports.otlpHttp),
    OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=local',
  };
  return list.map(({ name, entry, port, needs, database, uses = [] }) => ({
    name,
    version,
    part: 'services',
    ports: [ports[port]],
    needs,
    uses: [...uses, 'otel-collector'],
    command: () => ({
      file: process.execPath,
      args: ['--import', './observability/hooks.ts', '--import', './observability/telemetry.ts', entry],
      env: {
        ...shared,
        OTEL_SERVICE_NAME: name,
        PORT: `${ports[port]}`,
        ...(database && { DATABASE_URL: databaseUrl(place, secrets, database) }),
      },
    }),
    ready: () => answersOk(`${at(ports[port])}/health/ready`),
  }));
}
