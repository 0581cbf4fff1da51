import { row } from '../../builders/dashboard.ts';
import { graph, stacked } from '../../builders/graphs.ts';
import { heatmap } from '../../builders/heatmap.ts';
import { buckets, here, promql, rows } from '../../builders/queries.ts';
import { columnUnit, table } from '../../builders/table.ts';
import { calls, duration, failed, selected, work } from './selectors.ts';

// Counts only kept traces, so that Jaeger has the trace of each exemplar.
const kept = 'traces_sampled_duration_seconds';

export const durationsRow = row(
  'Durations',
  heatmap(
    'Work of the service',
    'Duration of all requests and messages of the selected service.',
    buckets(`sum by (le) (increase(${duration}_bucket{${selected},${work}}[$__rate_interval]))`),
  ),
  heatmap(
    'Traces to open',
    'The same for kept traces only, so slow and failed ones are overrepresented. Click a point to open its trace.',
    buckets(`sum by (le) (increase(${kept}_bucket{${selected},${work}}[$__rate_interval]))`).exemplar(true),
  ),
  graph(
    'Work of the service by name (p95)',
    's',
    '95 of 100 requests or messages of each name are faster.',
    promql(
      `histogram_quantile(0.95, sum by (span_name, le) (rate(${duration}_bucket{${selected},${work}}[$__rate_interval])))`,
      '{{span_name}}',
    ),
  ).span(8),
  stacked(
    'Work by service',
    'ops',
    'Requests and messages handled per second.',
    promql(`sum by (service_name) (rate(${calls}{${here},${work}}[$__rate_interval]))`, '{{service_name}}'),
  ).span(8),
  graph(
    'Failed work by service',
    'ops',
    'Requests and messages per second that ended with an error.',
    promql(`sum by (service_name) (rate(${calls}{${here},${work},${failed}}[$__rate_interval]))`, '{{service_name}}'),
  )
    .noValue('None: no request and no message failed')
    .span(8),
  table(
    'Spans of the service',
    'Every kind of span of the selected service: rate, failures, and the duration that 95 of 100 stay below.',
    { span_name: 'Span', span_kind: 'Kind', 'Value #A': 'Rate', 'Value #B': 'Failed', 'Value #C': 'p95' },
    rows(`sum by (span_name, span_kind) (rate(${calls}{${selected}}[$__range]))`),
    rows(
      `sum by (span_name, span_kind) (rate(${calls}{${selected},${failed}}[$__range])) or 0 * sum by (span_name, span_kind) (rate(${calls}{${selected}}[$__range]))`,
    ),
    rows(
      `histogram_quantile(0.95, sum by (span_name, span_kind, le) (rate(${duration}_bucket{${selected}}[$__range])))`,
    ),
  )
    .overrideByName('Rate', columnUnit('ops', 2))
    .overrideByName('Failed', columnUnit('ops', 2))
    .overrideByName('p95', columnUnit('s')),
);
