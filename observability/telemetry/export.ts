import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { BatchLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BatchSpanProcessor } from '@opentelemetry/sdk-trace';
import { z } from 'zod';
import { announceFailures } from './export-failures.ts';
import { readConfig } from './read-config.ts';

const exporter = z.enum(['otlp', 'none'], 'must be otlp or none').default('otlp');
const fault = 'must be a whole number above 0';
const count = (preset: number) => z.coerce.number(fault).int(fault).positive(fault).default(preset);

// The SDK's own variables, with defaults for bursts of a busy worker and for telemetry that is seen within a second.
// The exporters read OTEL_EXPORTER_OTLP_* themselves, but for the protocol: there is one.
const settings = readConfig(
  z.object({
    OTEL_EXPORTER_OTLP_PROTOCOL: z.literal('http/protobuf', 'must be http/protobuf').optional(),
    OTEL_TRACES_EXPORTER: exporter,
    OTEL_LOGS_EXPORTER: exporter,
    OTEL_METRICS_EXPORTER: exporter,
    OTEL_BSP_MAX_QUEUE_SIZE: count(8_192),
    OTEL_BSP_MAX_EXPORT_BATCH_SIZE: count(1_024),
    OTEL_BSP_SCHEDULE_DELAY: count(1_000),
    OTEL_BSP_EXPORT_TIMEOUT: count(30_000),
    OTEL_BLRP_MAX_QUEUE_SIZE: count(8_192),
    OTEL_BLRP_MAX_EXPORT_BATCH_SIZE: count(1_024),
    OTEL_BLRP_SCHEDULE_DELAY: count(1_000),
    OTEL_BLRP_EXPORT_TIMEOUT: count(30_000),
    OTEL_METRIC_EXPORT_INTERVAL: count(5_000),
    OTEL_METRIC_EXPORT_TIMEOUT: count(5_000),
    TRACES_PER_SECOND: count(50),
  }),
);

/** How many traces a process begins a second before it samples them (sampling.ts). */
export const tracesPerSecond = settings.TRACES_PER_SECOND;

/** Sends spans in batches. What does not fit in the queue is dropped, so a collector that is away or slow costs no more than that. */
export function exportSpans(): BatchSpanProcessor[] {
  if (settings.OTEL_TRACES_EXPORTER === 'none') return [];
  const exporter = new OTLPTraceExporter();
  announceFailures(exporter);
  return [
    new BatchSpanProcessor({
      exporter,
      maxQueueSize: settings.OTEL_BSP_MAX_QUEUE_SIZE,
      maxExportBatchSize: settings.OTEL_BSP_MAX_EXPORT_BATCH_SIZE,
      scheduledDelayMillis: settings.OTEL_BSP_SCHEDULE_DELAY,
      exportTimeoutMillis: settings.OTEL_BSP_EXPORT_TIMEOUT,
    }),
  ];
}

/** Sends log records as `exportSpans` sends spans. */
export function exportLogs(): BatchLogRecordProcessor[] {
  if (settings.OTEL_LOGS_EXPORTER === 'none') return [];
  const exporter = new OTLPLogExporter();
  announceFailures(exporter);
  return [
    new BatchLogRecordProcessor({
      exporter,
      maxQueueSize: settings.OTEL_BLRP_MAX_QUEUE_SIZE,
      maxExportBatchSize: settings.OTEL_BLRP_MAX_EXPORT_BATCH_SIZE,
      scheduledDelayMillis: settings.OTEL_BLRP_SCHEDULE_DELAY,
      exportTimeoutMillis: settings.OTEL_BLRP_EXPORT_TIMEOUT,
    }),
  ];
}

/** Sends the state of all metrics, every 5 s if nothing else is set. */
export function exportMetrics(): PeriodicExportingMetricReader[] {
  if (settings.OTEL_METRICS_EXPORTER === 'none') return [];
  const exporter = new OTLPMetricExporter();
  announceFailures(exporter);
  const exportIntervalMillis = settings.OTEL_METRIC_EXPORT_INTERVAL;
  const exportTimeoutMillis = Math.min(settings.OTEL_METRIC_EXPORT_TIMEOUT, exportIntervalMillis);
  return [new PeriodicExportingMetricReader({ exporter, exportIntervalMillis, exportTimeoutMillis })];
}
