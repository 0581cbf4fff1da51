import { row } from '../../builders/dashboard.ts';
import { graph } from '../../builders/graphs.ts';
import { promql } from '../../builders/queries.ts';

/** Returns a query for the rate of a counter of the SDK, by process and by the reason of a loss. */
const lost = (metric: string) => `sum by (job, error_type) (rate(${metric}{error_type!=""}[$__rate_interval]))`;

/** The telemetry inside the processes. Their metrics are those of the SDK itself. */
export const processesRow = row(
  'Inside the processes',
  graph(
    'Lost by processes',
    'ops',
    'Spans and log records per second that a process lost before the collector had them. queue_full: the queue was full. Other reasons: the export failed. Known only when the collector is available again.',
    promql(lost('otel_sdk_processor_span_processed_total'), 'spans {{job}}: {{error_type}}'),
    promql(lost('otel_sdk_processor_log_processed_total'), 'log records {{job}}: {{error_type}}'),
  )
    .noValue('No losses: these series begin with the first loss')
    .span(8),
  graph(
    'Queues of processes',
    'percentunit',
    'Used share of the queue of each process. It fills while the collector is slow or unavailable. A full queue loses data.',
    promql(
      'max by (job) (otel_sdk_processor_span_queue_size / otel_sdk_processor_span_queue_capacity)',
      'spans {{job}}',
    ),
    promql(
      'max by (job) (otel_sdk_processor_log_queue_size / otel_sdk_processor_log_queue_capacity)',
      'log records {{job}}',
    ),
  ).span(8),
  graph(
    'Sent by processes',
    'ops',
    'Spans and log records per second whose export has ended, successfully or not.',
    promql('sum by (job) (rate(otel_sdk_exporter_span_exported_total[$__rate_interval]))', 'spans {{job}}'),
    promql('sum by (job) (rate(otel_sdk_exporter_log_exported_total[$__rate_interval]))', 'log records {{job}}'),
  ).span(8),
);
