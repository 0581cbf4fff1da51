import { type Attributes, metrics } from '@opentelemetry/api';
import { ATTR_DB_OPERATION_NAME, METRIC_DB_CLIENT_OPERATION_DURATION } from '@opentelemetry/semantic-conventions';
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

type ConnectionManager = Sequelize['connectionManager'];

/** Sequelize's pool, which its types leave out. */
interface Pool {
  available: number;
  using: number;
  waiting: number;
  maxSize: number;
}

/** Reports the use of a pool and what its statements take, as OpenTelemetry's semantic conventions for database client metrics name it. */
export function measurePool(sequelize: Sequelize, name: string): void {
  const manager = sequelize.connectionManager as ConnectionManager & { pool: Pool };
  const { pool } = manager;
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
  measureWaits(manager, labels);
  measureStatements(sequelize, labels);
}

const buckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** How long those who need a connection wait for it; the opening of a new one is part of that. */
function measureWaits(manager: ConnectionManager, labels: Attributes): void {
  const meter = metrics.getMeter('orderflow');
  const wait = meter.createHistogram(METRIC_DB_CLIENT_CONNECTION_WAIT_TIME, {
    unit: 's',
    description: 'Time until the pool gave a connection, or gave up',
    advice: { explicitBucketBoundaries: buckets },
  });
  const timeouts = meter.createCounter(METRIC_DB_CLIENT_CONNECTION_TIMEOUTS, {
    unit: '{timeout}',
    description: 'How often the pool gave no connection in time',
  });
  timeouts.add(0, labels);
  const getConnection = manager.getConnection.bind(manager);
  manager.getConnection = async (options) => {
    const begin = performance.now();
    try {
      return await getConnection(options);
    } catch (error) {
      if (error instanceof ConnectionAcquireTimeoutError) timeouts.add(1, labels);
      throw error;
    } finally {
      wait.record((performance.now() - begin) / 1_000, labels);
    }
  };
}

/** How long each statement takes, by its first word. */
function measureStatements(sequelize: Sequelize, labels: Attributes): void {
  const duration = metrics.getMeter('orderflow').createHistogram(METRIC_DB_CLIENT_OPERATION_DURATION, {
    unit: 's',
    description: 'Time that a statement takes',
    advice: { explicitBucketBoundaries: buckets },
  });
  const begun = new WeakMap<object, number>();
  sequelize.addHook('beforeQuery', (_options, query) => {
    begun.set(query, performance.now());
  });
  sequelize.addHook('afterQuery', (_options, query) => {
    const begin = begun.get(query);
    if (begin === undefined) return;
    const { sql = '' } = query as { sql?: string };
    const operation = /^\s*(\w+)/.exec(sql)?.[1]?.toUpperCase() ?? '_OTHER';
    duration.record((performance.now() - begin) / 1_000, { ...labels, [ATTR_DB_OPERATION_NAME]: operation });
  });
}
