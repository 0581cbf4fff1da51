import { metrics } from '@opentelemetry/api';
import {
  ATTR_DB_CLIENT_CONNECTION_POOL_NAME,
  ATTR_DB_CLIENT_CONNECTION_STATE,
  DB_CLIENT_CONNECTION_STATE_VALUE_IDLE,
  DB_CLIENT_CONNECTION_STATE_VALUE_USED,
  METRIC_DB_CLIENT_CONNECTION_COUNT,
  METRIC_DB_CLIENT_CONNECTION_MAX,
  METRIC_DB_CLIENT_CONNECTION_PENDING_REQUESTS,
} from '@opentelemetry/semantic-conventions/incubating';
import type { Sequelize } from 'sequelize';

/** Sequelize's pool, which its types leave out. */
interface Pool {
  available: number;
  using: number;
  waiting: number;
  maxSize: number;
}

/** Reports the use of a pool as OpenTelemetry's semantic conventions for database client metrics name it. */
export function measurePool(sequelize: Sequelize, name: string): void {
  const { pool } = sequelize.connectionManager as Sequelize['connectionManager'] & { pool: Pool };
  const meter = metrics.getMeter('orderflow');
  const connections = meter.createObservableUpDownCounter(METRIC_DB_CLIENT_CONNECTION_COUNT, {
    unit: '{connection}',
    description: 'Connections of the pool by state',
  });
  const max = meter.createObservableUpDownCounter(METRIC_DB_CLIENT_CONNECTION_MAX, {
    unit: '{connection}',
    description: 'Connections the pool may open',
  });
  const pending = meter.createObservableUpDownCounter(METRIC_DB_CLIENT_CONNECTION_PENDING_REQUESTS, {
    unit: '{request}',
    description: 'Requests that wait for a connection',
  });
  const labels = { [ATTR_DB_CLIENT_CONNECTION_POOL_NAME]: name };
  const state = (value: string) => ({ ...labels, [ATTR_DB_CLIENT_CONNECTION_STATE]: value });
  meter.addBatchObservableCallback(
    (observe) => {
      observe.observe(connections, pool.using, state(DB_CLIENT_CONNECTION_STATE_VALUE_USED));
      observe.observe(connections, pool.available, state(DB_CLIENT_CONNECTION_STATE_VALUE_IDLE));
      observe.observe(max, pool.maxSize, labels);
      observe.observe(pending, pool.waiting, labels);
    },
    [connections, max, pending],
  );
}
