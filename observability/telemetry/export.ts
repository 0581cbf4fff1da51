import type { ExportResult } from '@opentelemetry/core';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { BatchLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BatchSpanProcessor } from '@opentelemetry/sdk-trace';
import { logExportFailures } from './export-failures.ts';
import { exportSettings as settings } from './export-settings.ts';
import { sanitizeMetrics, sanitizeSpans } from './sanitize.ts';
import { sdkMetrics, selfObsMeterProvider } from './sdk-metrics.ts';

/** Creates the exporter of spans. It drops spans when its queue is full, so a slow collector does not slow the process. */
export function createSpanProcessors(): BatchSpanProcessor[] {
  if (settings.OTEL_TRACES_EXPORTER === 'none') return [];
  const exporter = new OTLPTraceExporter({ selfObsMeterProvider });
  beforeExport(exporter, sanitizeSpans);
  logExportFailures(exporter);
  return [
    new BatchSpanProcessor({
      exporter,
      selfObsMeterProvider,
      maxQueueSize: settings.OTEL_BSP_MAX_QUEUE_SIZE,
      maxExportBatchSize: settings.OTEL_BSP_MAX_EXPORT_BATCH_SIZE,
      scheduledDelayMillis: settings.OTEL_BSP_SCHEDULE_DELAY,
      exportTimeoutMillis: settings.OTEL_BSP_EXPORT_TIMEOUT,
    }),
  ];
}

/** Creates the exporter of log records, which drops records when its queue is full. */
export function createLogProcessors(): BatchLogRecordProcessor[] {
  if (settings.OTEL_LOGS_EXPORTER === 'none') return [];
  const exporter = new OTLPLogExporter({ selfObsMeterProvider });
  logExportFailures(exporter);
  return [
    new BatchLogRecordProcessor({
      exporter,
      selfObsMeterProvider,
      maxQueueSize: settings.OTEL_BLRP_MAX_QUEUE_SIZE,
      maxExportBatchSize: settings.OTEL_BLRP_MAX_EXPORT_BATCH_SIZE,
      scheduledDelayMillis: settings.OTEL_BLRP_SCHEDULE_DELAY,
      exportTimeoutMillis: settings.OTEL_BLRP_EXPORT_TIMEOUT,
    }),
  ];
}

/** Creates the exporter of metrics, which exports all metrics every 5 s by default. */
export function createMetricReaders(): PeriodicExportingMetricReader[] {
  if (settings.OTEL_METRICS_EXPORTER === 'none') return [];
  const exporter = new OTLPMetricExporter({ selfObsMeterProvider });
  beforeExport(exporter, sanitizeMetrics);
  logExportFailures(exporter);
  const exportIntervalMillis = settings.OTEL_METRIC_EXPORT_INTERVAL;
  const exportTimeoutMillis = Math.min(settings.OTEL_METRIC_EXPORT_TIMEOUT, exportIntervalMillis);
  const metricProducers = [sdkMetrics];
  return [new PeriodicExportingMetricReader({ exporter, exportIntervalMillis, exportTimeoutMillis, metricProducers })];
}

/** Passes everything that is exported to a function first. */
function beforeExport<Items>(
  exporter: { export(items: Items, done: (result: ExportResult) => void): void },
  change: (items: Items) => void,
): void {
  const send = exporter.export.bind(exporter);
  exporter.export = (items, done) => {
    change(items);
    send(items, done);
  };
}
