import { type Attributes, metrics } from '@opentelemetry/api';
import {
  ATTR_DB_CLIENT_CONNECTION_POOL_NAME,
  ATTR_DB_CLIENT_CONNECTION_STATE,
  DB_CLIENT_CONNECTION_STATE_VALUE_IDLE,
  DB_CLIENT_CONNECTION_STATE_VALUE_USED,
  METRIC_DB_CLIENT_CONNECTION_COUNT,
  METRIC_DB_CLIENT_CONNECTION_MAX,
  METRIC_DB_CLIENT_CONNECTION_PENDING_REQUESTS,
  METRIC_DB_CLIENT_CONNECTION_TIMEOUTS,
  METRIC_DB_CLIENT_CONNECTION_WAIT_TIME,
} from '@opentelemetry/semantic-conventions/incubating';
import { ConnectionAcquireTimeoutError, type Sequelize } from 'sequelize';
import { durationBuckets } from './duration-buckets.ts';

/** Sequelize's connection manager with its pool, which Sequelize's types leave out. */
type ConnectionManager = Sequelize['connectionManager'] & { pool: Pool };

interface Pool {
  available: number;
  using: number;
  waiting: number;
  maxSize: number;
}

/** Reports the connections of a pool, and the time to get one, as OpenTelemetry's database conventions name them. */
export function measurePool(sequelize: Sequelize, name: string): void {
  const manager = sequelize.connectionManager as ConnectionManager;
  const labels = { [ATTR_DB_CLIENT_CONNECTION_POOL_NAME]: name };
  measureConnections(manager.pool, labels);
  measureWaits(manager, labels);
}

function measureConnections(pool: Pool, labels: Attributes): void {
  const meter = metrics.getMeter('orderflow');
  const connections = meter.createObservableUpDownCounter(METRIC_DB_CLIENT_CONNECTION_COUNT, {
    unit: '{connection}',
    description: 'Connections of the pool, by state',
  });
  const max = meter.createObservableUpDownCounter(METRIC_DB_CLIENT_CONNECTION_MAX, {
    unit: '{connection}',
    description: 'Maximum number of connections of the pool',
  });
  const pending = meter.createObservableUpDownCounter(METRIC_DB_CLIENT_CONNECTION_PENDING_REQUESTS, {
    unit: '{request}',
    description: 'Requests that wait for a connection',
  });
  const withState = (state: string) => ({ ...labels, [ATTR_DB_CLIENT_CONNECTION_STATE]: state });
  meter.addBatchObservableCallback(
    (result) => {
      result.observe(connections, pool.using, withState(DB_CLIENT_CONNECTION_STATE_VALUE_USED));
      result.observe(connections, pool.available, withState(DB_CLIENT_CONNECTION_STATE_VALUE_IDLE));
      result.observe(max, pool.maxSize, labels);
      result.observe(pending, pool.waiting, labels);
    },
    [connections, max, pending],
  );
}

/** Measures the time to get a connection from the pool, which may include the time to open one. */
function measureWaits(manager: ConnectionManager, labels: Attributes): void {
  const meter = metrics.getMeter('orderflow');
  const wait = meter.createHistogram(METRIC_DB_CLIENT_CONNECTION_WAIT_TIME, {
    unit: 's',
    description: 'Time until the pool returned a connection or timed out',
    advice: { explicitBucketBoundaries: durationBuckets },
  });
  const timeouts = meter.createCounter(METRIC_DB_CLIENT_CONNECTION_TIMEOUTS, {
    unit: '{timeout}',
    description: 'Requests for a connection that timed out',
  });
  timeouts.add(0, labels);
  const getConnection = manager.getConnection.bind(manager);
  manager.getConnection = async (options) => {
    const start = performance.now();
    try {
      return await getConnection(options);
    } catch (error) {
      if (error instanceof ConnectionAcquireTimeoutError) timeouts.add(1, labels);
      throw error;
    } finally {
      wait.record((performance.now() - start) / 1_000, labels);
    }
  };
}
