import { z } from 'zod';
import { readConfig } from '#telemetry/read-config.ts';
import { portsAt, stackPathsAt } from '../stack/paths.ts';
import { type BackEndStates, readBackEndStates } from './back-end-states.ts';

/** The kinds of stacks. */
export const kinds = ['local', 'compose', 'network'] as const;

/** A stack without containers, containers seen from their host, or containers seen from one of them. */
export type Kind = (typeof kinds)[number];

/** The addresses of a stack's parts. */
type Addresses = Readonly<Record<keyof ReturnType<typeof usualAddresses>, string>>;

/** A running stack, as the doctor sees it. */
export interface Stack {
  kind: Kind;
  /** The stack's name in the report. */
  title: string;
  at: Addresses;
  /** `host:port` of a Kafka broker; undefined if it cannot be reached from here. */
  kafka: string | undefined;
  /** Returns where to find a component's log. */
  log(component: string): string;
  /** Returns what the stack knows about its back ends. Containers know nothing. */
  backEndStates(): BackEndStates;
}

/** Returns a stack at its usual addresses, except those that the environment sets, such as `LOKI_URL`. */
export function stackOf(kind: Kind, portOffset: number): Stack {
  const at = overriddenByEnvironment(usualAddresses(kind, portOffset));
  if (kind === 'local') {
    const folder = portOffset === 0 ? '.local/logs' : `.local/ports+${portOffset}/logs`;
    const title = `the local stack${portOffset === 0 ? '' : `, ports + ${portOffset}`}`;
    const kafka = `127.0.0.1:${portsAt(portOffset).kafka}`;
    const backEndStates = () => readBackEndStates(stackPathsAt(portOffset));
    return { kind, title, at, kafka, log: (component) => `${folder}/${component}.log`, backEndStates };
  }
  const title = kind === 'compose' ? 'the containers' : 'the containers, from their network';
  // The port of the broker is not published.
  const kafka = kind === 'network' ? 'kafka:9092' : undefined;
  const backEndStates = () => ({ absent: new Map(), readyAt: undefined });
  return { kind, title, at, kafka, log: (component) => `docker compose logs ${component}`, backEndStates };
}

function usualAddresses(kind: Kind, portOffset: number) {
  const { ...ports } = portsAt(kind === 'local' ? portOffset : 0);
  const address = (container: string, port: number) => `http://${kind === 'network' ? container : '127.0.0.1'}:${port}`;
  return {
    FRONTEND_URL: address('frontend', ports.frontend),
    USER_SERVICE_URL: address('user-service', ports.userService),
    PRODUCT_SERVICE_URL: address('product-service', ports.productService),
    ORDER_SERVICE_URL: address('order-service', ports.orderService),
    PRODUCT_WORKER_URL: address('product-worker', ports.productWorker),
    ORDER_WORKER_URL: address('order-worker', ports.orderWorker),
    EVENT_MONITOR_URL: address('event-monitor', ports.eventMonitor),
    COLLECTOR_HEALTH_URL: address('otel-collector', ports.collectorHealth),
    JAEGER_URL: address('jaeger', ports.jaeger),
    LOKI_URL: address('loki', ports.loki),
    PROMETHEUS_URL: address('prometheus', ports.prometheus),
    ALERTMANAGER_URL: address('alertmanager', ports.alertmanager),
    ALERT_INBOX_URL: address('alert-inbox', ports.alertInbox),
    GRAFANA_URL: address('grafana', 3000),
  };
}

function overriddenByEnvironment<T extends Record<string, string>>(usual: T): T {
  const shape = Object.entries(usual).map(([name, address]) => [
    name,
    z.url({ protocol: /^https?$/, error: 'must be an http(s) address' }).default(address),
  ]);
  const given = readConfig(z.object(Object.fromEntries(shape)));
  const plain = Object.entries(given).map(([name, address]) => [name, String(address).replace(/\/$/, '')]);
  return Object.fromEntries(plain) as T;
}
