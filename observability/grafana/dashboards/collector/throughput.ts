import { row } from '../../builders/dashboard.ts';
import { graph } from '../../builders/graphs.ts';
import { promql } from '../../builders/queries.ts';
import { rate } from './selectors.ts';

/** Returns the same query for spans, metric points and log records. */
const signals = (metric: (signal: string) => string, by: string) =>
  (
    [
      ['spans', 'spans'],
      ['metric_points', 'metric points'],
      ['log_records', 'log records'],
    ] as const
  ).map(([signal, name]) => promql(`sum by (${by}) (${rate(metric(signal))})`, `${name} {{${by}}}`));

export const throughputRow = row(
  'Incoming and outgoing data',
  graph(
    'Accepted',
    'ops',
    'Items per second that the collector accepts from the processes.',
    ...signals((signal) => `otelcol_receiver_accepted_${signal}`, 'receiver'),
  ),
  graph(
    'Sent',
    'ops',
    'Items per second that the collector sends to Jaeger, Loki and Prometheus. Sampling sends fewer spans than were accepted.',
    ...signals((signal) => `otelcol_exporter_sent_${signal}`, 'exporter'),
  ),
  graph(
    'Refused',
    'ops',
    'Items per second that were refused because the memory limit was near. Must be 0.',
    ...signals((signal) => `otelcol_receiver_refused_${signal}`, 'receiver'),
  ),
  graph(
    'Lost',
    'ops',
    'Items per second that the collector failed to send or could not queue.',
    promql(`sum by (exporter) (${rate('otelcol_exporter_send_failed_spans')})`, 'spans {{exporter}}'),
    promql(`sum by (exporter) (${rate('otelcol_exporter_send_failed_log_records')})`, 'log records {{exporter}}'),
    promql(`sum by (exporter) (${rate('otelcol_exporter_enqueue_failed_spans')})`, 'queue full: spans {{exporter}}'),
    promql(
      `sum by (exporter) (${rate('otelcol_exporter_enqueue_failed_log_records')})`,
      'queue full: log records {{exporter}}',
    ),
  ).noValue('No losses: these series begin with the first loss'),
);
