import assert from 'node:assert/strict';
import { test } from 'node:test';
import { metrics } from '@opentelemetry/api';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { connect } from './connect.ts';
import { scratchDatabase } from './scratch.ts';

const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
const provider = new MeterProvider({ readers: [new PeriodicExportingMetricReader({ exporter })] });
metrics.setGlobalMeterProvider(provider);

test('the use of the pool is measured', async () => {
  await using scratch = await scratchDatabase();
  const database = connect(scratch.url, 'test', { poolMax: 3 });
  await database.transaction(async () => {
    await database.query('SELECT 1'); // on a second connection
    assert.deepEqual(await measured(), {
      'db.client.connection.count test used': 1,
      'db.client.connection.count test idle': 1,
      'db.client.connection.max test': 3,
      'db.client.connection.pending_requests test': 0,
    });
  });
  await database.close();
  await provider.shutdown();
});

/** The last values, by metric and labels. */
async function measured(): Promise<Record<string, unknown>> {
  await provider.forceFlush();
  const scopes = exporter.getMetrics().at(-1)?.scopeMetrics ?? [];
  return Object.fromEntries(
    scopes.flatMap(({ metrics }) =>
      metrics.flatMap(({ descriptor, dataPoints }) =>
        dataPoints.map(({ attributes, value }) => [[descriptor.name, ...Object.values(attributes)].join(' '), value]),
      ),
    ),
  );
}
