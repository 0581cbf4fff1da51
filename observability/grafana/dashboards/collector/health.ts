import { row } from '../../builders/dashboard.ts';
import { stat } from '../../builders/graphs.ts';
import { promql } from '../../builders/queries.ts';
import { highIsGood, lowIsGood } from '../../builders/thresholds.ts';
import { collectorJob, rate } from './selectors.ts';

const lostSince = (metric: string) => `sum(increase(${metric}{${collectorJob}}[$__range]))`;

export const healthRow = row(
  'Health',
  stat('Up', 'short', '1 when Prometheus can scrape the collector.', promql(`up{${collectorJob}}`, 'up')).thresholds(
    highIsGood(1, 1),
  ),
  stat(
    'Accepted',
    'ops',
    'Spans, metric points and log records accepted per second.',
    promql(
      `sum(${rate('otelcol_receiver_accepted_spans')}) + sum(${rate('otelcol_receiver_accepted_metric_points')}) + sum(${rate('otelcol_receiver_accepted_log_records')})`,
      'items',
    ),
  ),
  stat(
    'Refused',
    'ops',
    'Items per second that the collector refused because its memory was full. Processes retry for a while.',
    promql(
      `sum(${rate('otelcol_receiver_refused_spans')}) + sum(${rate('otelcol_receiver_refused_metric_points')}) + sum(${rate('otelcol_receiver_refused_log_records')})`,
      'items',
    ),
  ).thresholds(lowIsGood(0.01, 1)),
  stat(
    'Lost',
    'short',
    'Spans and log records in the selected time that the collector failed to send, or that did not fit into its queue.',
    promql(
      [
        'otelcol_exporter_send_failed_spans',
        'otelcol_exporter_send_failed_log_records',
        'otelcol_exporter_enqueue_failed_spans',
        'otelcol_exporter_enqueue_failed_log_records',
      ]
        .map((metric) => `(${lostSince(metric)} or vector(0))`)
        .join(' + '),
      'items',
    ),
  ).thresholds(lowIsGood(1, 100)),
  stat(
    'Fullest queue',
    'percentunit',
    'Used share of the fullest queue, to Jaeger or to Loki. It fills while a back end is unavailable and drains afterward. A full queue loses data.',
    promql(`max(exporter:otelcol_exporter_queue:ratio)`, 'used'),
  ).thresholds(lowIsGood(0.5, 0.9)),
  stat(
    'Memory',
    'bytes',
    'Resident memory. The collector refuses data before it reaches its memory limit.',
    promql(`otelcol_process_memory_rss{${collectorJob}}`, 'resident'),
  ),
);
