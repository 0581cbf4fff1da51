// For tests: reads the metrics of this process. Import it before any module that creates metrics.
import { metrics } from '@opentelemetry/api';
import {
  AggregationTemporality,
  type DataPoint,
  type Histogram,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';

const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
const provider = new MeterProvider({ readers: [new PeriodicExportingMetricReader({ exporter })] });
metrics.setGlobalMeterProvider(provider);

/** Returns the current values by metric and labels: `http.server.active_requests GET`. For histograms, returns counts. */
export async function readMetrics(prefix = ''): Promise<Record<string, number>> {
  await provider.forceFlush();
  const scopes = exporter.getMetrics().at(-1)?.scopeMetrics ?? [];
  const entries = scopes.flatMap(({ metrics }) =>
    metrics.flatMap(({ descriptor, dataPoints }) =>
      (dataPoints as DataPoint<number | Histogram>[]).map(({ attributes, value }): [string, number] => [
        [descriptor.name, ...Object.values(attributes)].join(' '),
        typeof value === 'number' ? value : value.count,
      ]),
    ),
  );
  return Object.fromEntries(entries.filter(([name]) => name.startsWith(prefix)));
}

/** Stops the collection of metrics, which would otherwise keep the process alive. */
export const shutDownMetrics = (): Promise<void> => provider.shutdown();
