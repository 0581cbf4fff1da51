import { dashboard, row } from './dashboard.ts';
import { graph, highIsGood, linkTo, lowIsGood, stacked, stat } from './panels.ts';
import { promql } from './queries.ts';

// The collector's own metrics. They have no environment, because all environments share the collector.
const it = 'job="otel-collector"';
const rate = (metric: string, more = '') => `rate(${metric}{${it}${more}}[$__rate_interval])`;
const lostSince = (metric: string) => `sum(increase(${metric}{${it}}[$__range]))`;

/** Returns the same query for spans, metric points and log records. */
const signals = (metric: (signal: string) => string, by: string) =>
  (
    [
      ['spans', 'spans'],
      ['metric_points', 'metric points'],
      ['log_records', 'log records'],
    ] as const
  ).map(([signal, name]) => promql(`sum by (${by}) (${rate(metric(signal))})`, `${name} {{${by}}}`));

export const collector = dashboard(
  {
    name: 'collector',
    title: '8 Collector',
    description:
      'The OpenTelemetry Collector, which receives all traces, metrics and logs: what it accepts, refuses, loses and queues, and which traces it keeps. If it has problems, the other dashboards are incomplete; orders are not affected.',
    variables: [],
  },
  row(
    'Health',
    stat('Up', 'short', '1 when Prometheus can scrape the collector.', promql(`up{${it}}`, 'up')).thresholds(
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
      'Used share of the fullest queue, to Jaeger or to Loki. It fills while a back end is unavailable and drains afterwards. A full queue loses data.',
      promql(`max(exporter:otelcol_exporter_queue:ratio)`, 'used'),
    ).thresholds(lowIsGood(0.5, 0.9)),
    stat(
      'Memory',
      'bytes',
      'Resident memory. The collector refuses data before it reaches its memory limit.',
      promql(`otelcol_process_memory_rss{${it}}`, 'resident'),
    ),
  ),
  row(
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
  ),
  row(
    'Queues and memory',
    graph(
      'Queues',
      'bytes',
      'Data that waits on disk to be sent, and the limit of each queue.',
      promql(`sum by (exporter) (otelcol_exporter_queue_size{${it}})`, '{{exporter}}'),
      promql(`max(otelcol_exporter_queue_capacity{${it}})`, 'limit of each'),
    ),
    graph(
      'Memory',
      'bytes',
      'Resident memory, and the heap.',
      promql(`otelcol_process_memory_rss{${it}}`, 'resident'),
      promql(`otelcol_process_runtime_heap_alloc_bytes{${it}}`, 'heap'),
    ),
    graph(
      'CPU',
      'percentunit',
      'Share of one core.',
      promql(`sum(${rate('otelcol_process_cpu_seconds')})`, 'CPU'),
    ).span(8),
    graph(
      'Batch size',
      'short',
      'Average number of items in a batch.',
      promql(
        `sum by (processor) (${rate('otelcol_processor_batch_batch_send_size_sum')}) / sum by (processor) (${rate('otelcol_processor_batch_batch_send_size_count')})`,
        '{{processor}}',
      ),
    ).span(8),
    stat('Up for', 's', 'Time since the last start.', promql(`otelcol_process_uptime{${it}}`, 'uptime'))
      .span(8)
      .height(8),
  ),
  row(
    'Sampling',
    stacked(
      'Decisions',
      'ops',
      'Sampling decisions per second: traces kept or dropped.',
      promql(
        `sum by (sampled) (${rate('otelcol_processor_tail_sampling_global_count_traces_sampled')})`,
        'kept: {{sampled}}',
      ),
    ),
    graph(
      'Kept by policy',
      'ops',
      'Traces per second that each policy keeps: errors, slow traces, orders up to a rate, and a tenth of the rest.',
      promql(
        `sum by (policy) (${rate('otelcol_processor_tail_sampling_count_traces_sampled', ',sampled="true"')})`,
        '{{policy}}',
      ),
    ),
    graph(
      'Traces in memory',
      'short',
      'Traces that wait for their decision, or that stay in memory after it.',
      promql(`otelcol_processor_tail_sampling_sampling_traces_on_memory{${it}}`, 'traces'),
    ).links([linkTo('tracing', 'Distributed tracing')]),
    graph(
      'Dropped before a decision',
      'ops',
      'Traces per second that were dropped without a decision because too many waited. Must be 0.',
      promql(`sum(${rate('otelcol_processor_tail_sampling_sampling_trace_dropped_too_early')})`, 'traces'),
    ),
  ),
);
