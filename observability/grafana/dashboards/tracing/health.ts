import { row } from '../../builders/dashboard.ts';
import { stat } from '../../builders/graphs.ts';
import { linkTo } from '../../builders/links.ts';
import { here, promql } from '../../builders/queries.ts';
import { lowIsGood } from '../../builders/thresholds.ts';
import { calls, duration, failed, selected, work } from './selectors.ts';

export const healthRow = row(
  'Health',
  stat(
    'Spans',
    'ops',
    'Spans that all processes report per second, before sampling.',
    promql(`sum(rate(${calls}{${here}}[$__rate_interval]))`, 'spans'),
  ),
  stat(
    'Failed work',
    'percentunit',
    'Share of the requests and messages of all services that ended with an error.',
    promql(
      `(sum(rate(${calls}{${here},${work},${failed}}[$__rate_interval])) or vector(0)) / sum(rate(${calls}{${here},${work}}[$__rate_interval]))`,
      'failed',
    ),
  )
    .decimals(2)
    .thresholds(lowIsGood(0.001, 0.01)),
  stat(
    'Work p95 of the service',
    's',
    '95 of 100 requests or messages of the selected service are handled within this time.',
    promql(
      `histogram_quantile(0.95, sum by (le) (rate(${duration}_bucket{${selected},${work}}[$__rate_interval])))`,
      'p95',
    ),
  ).thresholds(lowIsGood(0.25, 1)),
  stat(
    'Services in traces',
    'short',
    'Services that sent spans in the last minutes: seven process orders or support them.',
    promql(`count(count by (service_name) (${calls}{${here}}))`, 'services'),
  ),
  stat(
    'Traces kept',
    'percentunit',
    'Share of traces that sampling keeps: all failed and slow traces, orders up to a rate, and a tenth of the rest.',
    promql(
      'sum(rate(otelcol_processor_tail_sampling_global_count_traces_sampled{sampled="true"}[$__rate_interval])) / sum(rate(otelcol_processor_tail_sampling_global_count_traces_sampled[$__rate_interval]))',
      'kept',
    ),
  ).links([linkTo('collector', 'Collector')]),
  stat(
    'Spans lost',
    'ops',
    'Spans per second that the collector could not send to Jaeger.',
    promql(
      'sum(rate(otelcol_exporter_send_failed_spans{job="otel-collector"}[$__rate_interval])) or vector(0)',
      'lost',
    ),
  ).thresholds(lowIsGood(0.01, 1)),
);
