import { homedir } from 'node:os';
import { join, relative } from 'node:path';

export const repository = join(import.meta.dirname, '..', '..');

/** The ports of one stack: the usual ones, all moved by the same offset. */
const usualPorts = {
  frontend: 5000,
  userService: 5001,
  productService: 5002,
  orderService: 5003,
  productWorker: 5012,
  orderWorker: 5013,
  eventMonitor: 5014,
  mariadb: 3306,
  kafka: 9092,
  kafkaController: 9094,
  kafka2: 9192,
  kafkaController2: 9194,
  kafka3: 9292,
  kafkaController3: 9294,
  otlpGrpc: 4317,
  otlpHttp: 4318,
  collectorMetrics: 8889,
  collectorTelemetry: 8888,
  collectorHealth: 13133,
  jaeger: 16686,
  jaegerGrpc: 16685,
  jaegerOtlp: 4417,
  jaegerHealth: 13134,
  jaegerMetrics: 8887,
  loki: 3100,
  lokiGrpc: 9096,
  prometheus: 9090,
  alertmanager: 9093,
  alertInbox: 5016,
  logCollectorHealth: 13135,
  toxiproxy: 8474,
};

export type Ports = Readonly<Record<keyof typeof usualPorts, number>>;

export function portsAt(offset: number): Ports {
  return Object.fromEntries(Object.entries(usualPorts).map(([name, port]) => [name, port + offset])) as Ports;
}

/** The largest offset at which every port of a stack is a valid port. */
export const maxPortOffset = 65_535 - Math.max(...Object.values(usualPorts));

/** Where one stack listens and keeps its files. */
export interface StackPaths {
  readonly ports: Ports;
  readonly data: string;
  readonly logs: string;
  readonly secrets: string;
  /** What runs, for `npm run status` and for the next start. */
  readonly state: string;
}

/** The stack of `npm start`; with an offset a second one beside it. */
export function stackPathsAt(portOffset: number): StackPaths {
  return stackPathsIn(join(repository, '.local', portOffset === 0 ? '' : `ports+${portOffset}`), portOffset);
}

export function stackPathsIn(folder: string, portOffset: number): StackPaths {
  return {
    ports: portsAt(portOffset),
    data: join(folder, 'data'),
    logs: join(folder, 'logs'),
    secrets: join(folder, 'secrets.json'),
    state: join(folder, 'state.json'),
  };
}

/** Programs are kept for all clones of this user. */
export const cacheFolder = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'orderflow');

/** A path as a reader at the repository's root would type it. */
export const displayPath = (path: string): string => relative(repository, path);
