import { z } from 'zod';
import { readConfig } from '#telemetry/read-config.ts';
import { stackOf } from '../doctor/stack.ts';
import { databaseUrl } from '../stack/components/mariadb.ts';
import { stackPathsAt } from '../stack/paths.ts';
import { readSecrets } from '../stack/secrets.ts';
import { isAlive } from '../stack/supervisor/processes.ts';
import { Obstacle } from '../stack/supervisor/stack.ts';
import { readState } from '../stack/supervisor/state.ts';

/** The running stack that is drilled. */
export interface Site {
  offset: number;
  /** Where its components are acted on, see ops/stack/supervisor/control.ts. */
  controlUrl: string;
  /** Its database, as a user who sees all. */
  rootUrl: string;
  shop: string;
  prometheus: string;
  alertmanager: string;
  inbox: string;
  /** What the commands of a runbook find this stack by. */
  env: Readonly<Record<string, string>>;
}

/** @throws {Obstacle} when it does not run */
export function siteAt(offset: number): Site {
  // The stack of the tests keeps its files elsewhere.
  const given = readConfig(z.object({ STACK_CONTROL_URL: z.url().optional(), DRILL_DATABASE_URL: z.url().optional() }));
  const paths = stackPathsAt(offset);
  const state = given.STACK_CONTROL_URL === undefined ? readState(paths.state) : undefined;
  const controlUrl = given.STACK_CONTROL_URL ?? (state && isAlive(state.runner) ? state.control : undefined);
  if (controlUrl === undefined) throw new Obstacle('nothing runs: npm start starts it');
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
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${paths.ports.otlpHttp}`,
    },
  };
}
