import { row } from '../../builders/dashboard.ts';
import { graph } from '../../builders/graphs.ts';
import { promql } from '../../builders/queries.ts';
import { per } from './selectors.ts';

export const lokiAndJaegerRow = row(
  'Loki and Jaeger',
  graph(
    'Log records accepted by Loki',
    'ops',
    'Log records per second.',
    promql(`sum(${per('loki_distributor_lines_received_total', 'job="loki"')})`, 'records'),
  ).span(8),
  graph(
    'Bytes accepted by Loki',
    'Bps',
    'Bytes of log text, and of the structured metadata.',
    promql(`sum(${per('loki_distributor_bytes_received_total', 'job="loki"')})`, 'all'),
    promql(`sum(${per('loki_distributor_structured_metadata_bytes_received_total', 'job="loki"')})`, 'fields'),
  ).span(8),
  graph(
    'Requests to Loki (p95)',
    's',
    'Duration of requests by route: pushes of logs, and queries.',
    promql(
      `histogram_quantile(0.95, sum by (route, le) (${per('loki_request_duration_seconds_bucket', 'job="loki",route=~"otlp.*|loki_api.*"')}))`,
      '{{route}}',
    ),
  ).span(8),
  graph(
    'Streams and chunks in Loki',
    'short',
    'A stream exists per process, severity and environment. Chunks are not on disk yet.',
    promql('loki_ingester_memory_streams{job="loki"}', 'streams'),
    promql('loki_ingester_memory_chunks{job="loki"}', 'chunks'),
  ).span(8),
  graph(
    'Spans accepted by Jaeger',
    'ops',
    'Spans per second that Jaeger accepted and refused.',
    promql(`sum(${per('otelcol_receiver_accepted_spans_total', 'job="jaeger"')})`, 'accepted'),
    promql(`sum(${per('otelcol_receiver_refused_spans_total', 'job="jaeger"')})`, 'refused'),
  ).span(8),
  graph(
    'Written by Jaeger',
    'Bps',
    'Bytes of traces stored per second. Jaeger keeps them for 48 hours.',
    promql(per('jaeger_storage_badger_write_bytes_user', 'job="jaeger"'), 'written'),
  ).span(8),
);
