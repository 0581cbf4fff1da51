import { homedir } from 'node:os';
import { join, relative } from 'node:path';

export const repository = join(import.meta.dirname, '..', '..');

/** The ports of a stack without a port offset. */
const defaultPorts = {
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

export type Ports = Readonly<Record<keyof typeof defaultPorts, number>>;

/** Returns the ports of a stack: the default ones, all increased by the same offset. */
export function portsAt(offset: number): Ports {
  return Object.fromEntries(Object.entries(defaultPorts).map(([name, port]) => [name, port + offset])) as Ports;
}

/** The largest offset at which every port of a stack is a valid port. */
export const maxPortOffset = 65_535 - Math.max(...Object.values(defaultPorts));

/** The ports and the files of one stack. */
export interface StackPaths {
  readonly ports: Ports;
  readonly data: string;
  readonly logs: string;
  readonly secrets: string;
  /** The file that lists the running processes, see supervisor/state.ts. */
  readonly state: string;
}

/** Returns the paths of the stack that `npm start` runs with this port offset. */
export function stackPathsAt(portOffset: number): StackPaths {
  return stackPathsIn(join(repository, '.local', portOffset === 0 ? '' : `ports+${portOffset}`), portOffset);
}

/** Returns the paths of a stack that keeps its files in a folder. */
export function stackPathsIn(folder: string, portOffset: number): StackPaths {
  return {
    ports: portsAt(portOffset),
    data: join(folder, 'data'),
    logs: join(folder, 'logs'),
    secrets: join(folder, 'secrets.json'),
    state: join(folder, 'state.json'),
  };
}

/** The folder of built programs, which all clones of this user share. */
export const cacheFolder = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'orderflow');

/** Returns a path relative to the root of the repository, for messages. */
export const displayPath = (path: string): string => relative(repository, path);
