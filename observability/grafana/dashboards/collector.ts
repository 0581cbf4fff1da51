import { dashboard, row } from './dashboard.ts';
import { graph, highIsGood, linkTo, lowIsGood, stacked, stat } from './panels.ts';
import { promql } from './queries.ts';

// The collector speaks for itself; it is one for all environments that send to it.
const it = 'job="otel-collector"';
const rate = (metric: string, more = '') => `rate(${metric}{${it}${more}}[$__rate_interval])`;
const lostSince = (metric: string) => `sum(increase(${metric}{${it}}[$__range]))`;

/** The same of the three signals, a line each. */
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
      'The OpenTelemetry Collector, through which all traces, metrics and logs pass: what it takes, what it refuses or loses, what waits, which traces it keeps. When it is unwell, the other dashboards tell less than the truth; orders go on.',
    variables: [],
  },
  row(
    'Is it well?',
    stat('Up', 'short', '1 when Prometheus reaches it.', promql(`up{${it}}`, 'up')).thresholds(highIsGood(1, 1)),
    stat(
      'Taken',
      'ops',
      'Spans, metric points and log records accepted, a second.',
      promql(
        `sum(${rate('otelcol_receiver_accepted_spans')}) + sum(${rate('otelcol_receiver_accepted_metric_points')}) + sum(${rate('otelcol_receiver_accepted_log_records')})`,
        'items',
      ),
    ),
    stat(
      'Refused',
      'ops',
      'What it did not take because its memory was full, a second. Processes send it again for a while.',
      promql(
        `sum(${rate('otelcol_receiver_refused_spans')}) + sum(${rate('otelcol_receiver_refused_metric_points')}) + sum(${rate('otelcol_receiver_refused_log_records')})`,
        'items',
      ),
    ).thresholds(lowIsGood(0.01, 1)),
    stat(
      'Lost',
      'short',
      'Spans and log records that it gave up sending, or that did not fit its queue, in the time shown.',
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
      'Share of the queue to Jaeger or Loki that is filled. It fills while a back end is away and empties afterwards; full means loss.',
      promql(`max(exporter:otelcol_exporter_queue:ratio)`, 'filled'),
    ).thresholds(lowIsGood(0.5, 0.9)),
    stat(
      'Memory',
      'bytes',
      'Resident memory. Before its limit it refuses, so that it does not end.',
      promql(`otelcol_process_memory_rss{${it}}`, 'resident'),
    ),
  ),
  row(
    'What comes in and goes out',
    graph(
      'Accepted',
      'ops',
      'What it takes from the processes, a second.',
      ...signals((signal) => `otelcol_receiver_accepted_${signal}`, 'receiver'),
    ),
    graph(
      'Sent',
      'ops',
      'What it gives to Jaeger, Loki and Prometheus, a second. Fewer spans than accepted: sampling.',
      ...signals((signal) => `otelcol_exporter_sent_${signal}`, 'exporter'),
    ),
    graph(
      'Refused',
      'ops',
      'Not taken, because the memory limit was near. Must be 0.',
      ...signals((signal) => `otelcol_receiver_refused_${signal}`, 'receiver'),
    ),
    graph(
      'Lost on the way out',
      'ops',
      'Given up sending, or without a place in the queue.',
      promql(`sum by (exporter) (${rate('otelcol_exporter_send_failed_spans')})`, 'spans {{exporter}}'),
      promql(`sum by (exporter) (${rate('otelcol_exporter_send_failed_log_records')})`, 'log records {{exporter}}'),
      promql(`sum by (exporter) (${rate('otelcol_exporter_enqueue_failed_spans')})`, 'no place: spans {{exporter}}'),
      promql(
        `sum by (exporter) (${rate('otelcol_exporter_enqueue_failed_log_records')})`,
        'no place: log records {{exporter}}',
      ),
    ).noValue('None: the series begin with the first loss'),
  ),
  row(
    'Queues and memory',
    graph(
      'Queues',
      'bytes',
      'What waits on disk to be sent, and how much may wait.',
      promql(`sum by (exporter) (otelcol_exporter_queue_size{${it}})`, '{{exporter}}'),
      promql(`max(otelcol_exporter_queue_capacity{${it}})`, 'capacity of each'),
    ),
    graph(
      'Memory',
      'bytes',
      'Resident memory, and what its objects use.',
      promql(`otelcol_process_memory_rss{${it}}`, 'resident'),
      promql(`otelcol_process_runtime_heap_alloc_bytes{${it}}`, 'objects'),
    ),
    graph('CPU', 'percentunit', 'Of one core.', promql(`sum(${rate('otelcol_process_cpu_seconds')})`, 'CPU')).span(8),
    graph(
      'Batch size',
      'short',
      'How many items go out together, on average.',
      promql(
        `sum by (processor) (${rate('otelcol_processor_batch_batch_send_size_sum')}) / sum by (processor) (${rate('otelcol_processor_batch_batch_send_size_count')})`,
        '{{processor}}',
      ),
    ).span(8),
    stat('Up for', 's', 'Since its last start.', promql(`otelcol_process_uptime{${it}}`, 'uptime'))
      .span(8)
      .height(8),
  ),
  row(
    'Sampling',
    stacked(
      'Decisions',
      'ops',
      'Traces decided on, a second: kept or dropped.',
      promql(
        `sum by (sampled) (${rate('otelcol_processor_tail_sampling_global_count_traces_sampled')})`,
        'kept: {{sampled}}',
      ),
    ),
    graph(
      'Kept by policy',
      'ops',
      'Which rule keeps how many traces, a second: errors, slow ones, orders up to a rate, a tenth of the rest.',
      promql(
        `sum by (policy) (${rate('otelcol_processor_tail_sampling_count_traces_sampled', ',sampled="true"')})`,
        '{{policy}}',
      ),
    ),
    graph(
      'Traces in memory',
      'short',
      'Traces that wait for their decision, or whose decision is remembered with them.',
      promql(`otelcol_processor_tail_sampling_sampling_traces_on_memory{${it}}`, 'traces'),
    ).links([linkTo('tracing', 'Distributed tracing')]),
    graph(
      'Dropped before a decision',
      'ops',
      'Traces that had to go because too many waited. Must be 0.',
      promql(`sum(${rate('otelcol_processor_tail_sampling_sampling_trace_dropped_too_early')})`, 'traces'),
    ),
  ),
);
