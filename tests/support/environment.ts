import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { brokers } from '#platform/process/config.ts';
import { readConfig } from '#telemetry/read-config.ts';
import { controlComponent } from '../../ops/stack/supervisor/control.ts';

const config = readConfig(
  z.object({
    TEST_FRONTEND_URL: z.url(),
    TEST_USER_SERVICE_URL: z.url(),
    TEST_PRODUCT_SERVICE_URL: z.url(),
    TEST_ORDER_SERVICE_URL: z.url(),
    TEST_KAFKA_BROKERS: brokers,
    KAFKA_CREDENTIALS: z.string(),
    TEST_MARIADB_ROOT_URL: z.url(),
    TEST_MARIADB_MONITOR_URL: z.url(),
    TEST_JAEGER_URL: z.url(),
    TEST_LOKI_URL: z.url(),
    TEST_PROMETHEUS_URL: z.url(),
    TEST_PROMTOOL: z.string(),
    TEST_ALERTMANAGER_URL: z.url(),
    TEST_AMTOOL: z.string(),
    TEST_ALERT_INBOX_URL: z.url(),
    TEST_COLLECTOR_URL: z.url(),
    TEST_LOGS: z.string(),
    TEST_STATE: z.string(),
    TEST_CONTROL_URL: z.url(),
  }),
);

/** The addresses of the stack that `npm test` has started. Tests that import this file run only under `npm test`. */
export const environment = {
  frontendUrl: config.TEST_FRONTEND_URL,
  userServiceUrl: config.TEST_USER_SERVICE_URL,
  productServiceUrl: config.TEST_PRODUCT_SERVICE_URL,
  orderServiceUrl: config.TEST_ORDER_SERVICE_URL,
  kafkaBrokers: config.TEST_KAFKA_BROKERS,
  /** The folder with the password of each user of Kafka. */
  kafkaCredentials: config.KAFKA_CREDENTIALS,
  /** The root account, with which tests create separate databases. */
  mariadbRootUrl: config.TEST_MARIADB_ROOT_URL,
  /** The account of the collector. */
  mariadbMonitorUrl: config.TEST_MARIADB_MONITOR_URL,
  jaegerUrl: config.TEST_JAEGER_URL,
  lokiUrl: config.TEST_LOKI_URL,
  prometheusUrl: config.TEST_PROMETHEUS_URL,
  /** The program that checks and tests Prometheus' rules. */
  promtool: config.TEST_PROMTOOL,
  alertmanagerUrl: config.TEST_ALERTMANAGER_URL,
  /** The program that checks Alertmanager's configuration. */
  amtool: config.TEST_AMTOOL,
  alertInboxUrl: config.TEST_ALERT_INBOX_URL,
  /** The collector's OTLP receiver (HTTP). */
  collectorUrl: config.TEST_COLLECTOR_URL,
  /** The address of the control server, see ops/stack/supervisor/control-server.ts. */
  controlUrl: config.TEST_CONTROL_URL,
  /** The folder with `<component>.log` of each process. */
  logs: config.TEST_LOGS,
  /** The folder with all files of the stack. */
  folder: join(config.TEST_LOGS, '..'),
  /** The file in which the stack lists its processes. */
  stateFile: config.TEST_STATE,
};

/** Ends a component's process as a crash would (SIGKILL). It stays down until `start`. */
export const kill = (component: string): Promise<void> => controlComponent(config.TEST_CONTROL_URL, component, 'kill');

/** Shuts a component's process down gracefully (SIGTERM). It stays down until `start`. */
export const stop = (component: string): Promise<void> => controlComponent(config.TEST_CONTROL_URL, component, 'stop');

/** Starts a component that was stopped or killed. Resolves when it is ready. */
export const start = (component: string): Promise<void> =>
  controlComponent(config.TEST_CONTROL_URL, component, 'start');

/** Returns how often a worker has started, according to its log. */
export const startsOf = async (worker: string): Promise<number> =>
  (await readFile(join(environment.logs, `${worker}.log`), 'utf8')).split('"message":"consuming"').length - 1;
