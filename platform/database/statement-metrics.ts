import { metrics } from '@opentelemetry/api';
import { ATTR_DB_OPERATION_NAME, METRIC_DB_CLIENT_OPERATION_DURATION } from '@opentelemetry/semantic-conventions';
import { ATTR_DB_CLIENT_CONNECTION_POOL_NAME } from '@opentelemetry/semantic-conventions/incubating';
import type { Sequelize } from 'sequelize';
import { durationBuckets } from './duration-buckets.ts';

/** Measures the duration of each statement, labeled with its first word. */
export function measureStatements(sequelize: Sequelize, poolName: string): void {
  const duration = metrics.getMeter('orderflow').createHistogram(METRIC_DB_CLIENT_OPERATION_DURATION, {
    unit: 's',
    description: 'Duration of statements',
    advice: { explicitBucketBoundaries: durationBuckets },
  });
  const starts = new WeakMap<object, number>();
  sequelize.addHook('beforeQuery', (_options, query) => {
    starts.set(query, performance.now());
  });
  sequelize.addHook('afterQuery', (_options, query) => {
    const start = starts.get(query);
    if (start === undefined) return;
    const { sql = '' } = query as { sql?: string };
    const operation = /^\s*(\w+)/.exec(sql)?.[1]?.toUpperCase() ?? '_OTHER';
    duration.record((performance.now() - start) / 1_000, {
      [ATTR_DB_CLIENT_CONNECTION_POOL_NAME]: poolName,
      [ATTR_DB_OPERATION_NAME]: operation,
    });
  });
}
