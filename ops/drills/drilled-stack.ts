import { z } from 'zod';
import { readConfig } from '#telemetry/read-config.ts';
import { ExpectedError } from '../cli/command.ts';
import { stackOf } from '../doctor/stack.ts';
import { databaseUrl } from '../stack/database-url.ts';
import { admin, credentialsFolder, securityVariables } from '../stack/kafka/credentials.ts';
import { stackPathsAt } from '../stack/paths.ts';
import { readSecrets } from '../stack/secrets.ts';
import { isAlive } from '../stack/supervisor/processes.ts';
import { readState } from '../stack/supervisor/state.ts';

/** The running stack on which drills run. */
export interface DrilledStack {
  offset: number;
  /** The address that stops and starts its components, see ops/stack/supervisor/control.ts. */
  controlUrl: string;
  /** The address of its database, with a user who may read every table. */
  rootUrl: string;
  shop: string;
  prometheus: string;
  alertmanager: string;
  inbox: string;
  /** Variables by which the commands of a runbook find this stack. */
  env: Readonly<Record<string, string>>;
}

/**
 * Returns the running stack of `npm start -- --port-offset N`.
 * @throws {ExpectedError} when it is not running
 */
export function findStack(offset: number): DrilledStack {
  // The stack of the tests keeps its files elsewhere.
  const given = readConfig(z.object({ STACK_CONTROL_URL: z.url().optional(), DRILL_DATABASE_URL: z.url().optional() }));
  const paths = stackPathsAt(offset);
  const state = given.STACK_CONTROL_URL === undefined ? readState(paths.state) : undefined;
  const controlUrl = given.STACK_CONTROL_URL ?? (state && isAlive(state.runner) ? state.control : undefined);
  if (controlUrl === undefined) throw new ExpectedError('no stack is running; start one with npm start');
  const { at } = stackOf('local', offset);
  return {
    offset,
    controlUrl,
    rootUrl: given.DRILL_DATABASE_URL ?? databaseUrl(paths, readSecrets(paths.secrets), 'root'),
    shop: at.FRONTEND_URL,
    prometheus: at.PROMETHEUS_URL,
    alertmanager: at.ALERTMANAGER_URL,
    inbox: at.ALERT_INBOX_URL,
    env: {
      STACK_CONTROL_URL: controlUrl,
      KAFKA_BROKERS: `127.0.0.1:${paths.ports.kafka}`,
      // The stack of the tests has other credentials.
      ...(process.env['KAFKA_CREDENTIALS'] === undefined && {
        ...securityVariables(paths, admin),
        KAFKA_CREDENTIALS: credentialsFolder(paths),
      }),
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${paths.ports.otlpHttp}`,
    },
  };
}
