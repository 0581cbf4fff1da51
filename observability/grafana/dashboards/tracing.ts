import { dashboard, row } from './dashboard.ts';
import {
  columnUnit,
  graph,
  heatmap,
  linkTo,
  lowIsGood,
  serviceGraph,
  stacked,
  stat,
  table,
  traceTable,
} from './panels.ts';
import { buckets, here, promql, rows, searchTraces } from './queries.ts';
import { environment, service, typed } from './variables.ts';

const mine = `${here},service_name="$service"`;
// Requests answered and messages handled, without live status streams, which last as long as the order takes.
const work = 'span_kind=~"SPAN_KIND_SERVER|SPAN_KIND_CONSUMER",span_name!="GET /api/orders/:id/events"';
const failed = 'status_code="STATUS_CODE_ERROR"';
const calls = 'traces_span_metrics_calls_total';
const duration = 'traces_span_metrics_duration_seconds';
// Counts only kept traces, so that Jaeger has the trace of each exemplar.
const kept = 'traces_sampled_duration_seconds';
const edges = 'traces_service_graph_request';

export const tracing = dashboard(
  {
    name: 'tracing',
    title: '4 Distributed tracing',
    description:
      'How long the work of a service takes, which services call each other, and which traces are worth a look. Rates and durations are counted before sampling, so they are exact although Jaeger keeps only some traces. Click a point on the heatmap of traces to open a trace.',
    variables: [
      environment(),
      service(),
      typed('slow', 'Slow means longer than', 'A duration such as 200ms or 1.5s.', '200ms'),
    ],
  },
  row(
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
        `histogram_quantile(0.95, sum by (le) (rate(${duration}_bucket{${mine},${work}}[$__rate_interval])))`,
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
  ),
  row(
    'Durations',
    heatmap(
      'Work of the service',
      'Duration of all requests and messages of the selected service.',
      buckets(`sum by (le) (increase(${duration}_bucket{${mine},${work}}[$__rate_interval]))`),
    ),
    heatmap(
      'Traces to open',
      'The same for kept traces only, so slow and failed ones are overrepresented. Click a point to open its trace.',
      buckets(`sum by (le) (increase(${kept}_bucket{${mine},${work}}[$__rate_interval]))`).exemplar(true),
    ),
    graph(
      'Work of the service by name (p95)',
      's',
      '95 of 100 requests or messages of each name are faster.',
      promql(
        `histogram_quantile(0.95, sum by (span_name, le) (rate(${duration}_bucket{${mine},${work}}[$__rate_interval])))`,
        '{{span_name}}',
      ),
    ).span(8),
    stacked(
      'Work by service',
      'ops',
      'Requests answered and messages handled per second.',
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
      rows(`sum by (span_name, span_kind) (rate(${calls}{${mine}}[$__range]))`),
      rows(
        `sum by (span_name, span_kind) (rate(${calls}{${mine},${failed}}[$__range])) or 0 * sum by (span_name, span_kind) (rate(${calls}{${mine}}[$__range]))`,
      ),
      rows(`histogram_quantile(0.95, sum by (span_name, span_kind, le) (rate(${duration}_bucket{${mine}}[$__range])))`),
    )
      .overrideByName('Rate', columnUnit('ops', 2))
      .overrideByName('Failed', columnUnit('ops', 2))
      .overrideByName('p95', columnUnit('s')),
  ),
  row(
    'Calls between services',
    serviceGraph(
      'Services',
      'An arrow shows the calls and messages per second from one service to another; a circle shows what the service receives.',
      rows(
        `sum by (id, title) (label_join(label_replace(rate(${edges}_total{${here}}[$__range]), "id", "$1", "server", "(.+)") or label_replace(0 * rate(${edges}_total{${here}}[$__range]), "id", "$1", "client", "(.+)"), "title", "", "id"))`,
      ),
      rows(
        `sum by (id, source, target) (label_join(label_replace(label_replace(rate(${edges}_total{${here}}[$__range]), "source", "$1", "client", "(.+)"), "target", "$1", "server", "(.+)"), "id", " to ", "client", "server"))`,
      ),
    ),
    table(
      'Calls between services',
      'Calls and messages per second, failures, and the duration that 95 of 100 stay below.',
      { client: 'From', server: 'To', 'Value #A': 'Rate', 'Value #B': 'Failed', 'Value #C': 'p95' },
      rows(`sum by (client, server) (rate(${edges}_total{${here}}[$__range]))`),
      rows(
        `sum by (client, server) (rate(${edges}_failed_total{${here}}[$__range])) or 0 * sum by (client, server) (rate(${edges}_total{${here}}[$__range]))`,
      ),
      rows(
        `histogram_quantile(0.95, sum by (client, server, le) (rate(${edges}_server_seconds_bucket{${here}}[$__range])))`,
      ),
    )
      .overrideByName('Rate', columnUnit('ops', 2))
      .overrideByName('Failed', columnUnit('ops', 2))
      .overrideByName('p95', columnUnit('s'))
      .span(12)
      .height(12),
  ),
  row(
    'Traces to look at',
    traceTable(
      'Slow traces',
      'The latest traces in which the selected service took longer than the duration above. Traces over 1 s are always kept.',
      searchTraces({ service: '$service', minDuration: '$slow', limit: 20 }),
    ).noValue('No slow traces'),
    traceTable(
      'Failed traces',
      'The latest traces in which a span of the selected service failed. They are always kept.',
      searchTraces({ service: '$service', tags: 'error=true', limit: 20 }),
    ).noValue('No failed traces'),
    traceTable(
      'Latest orders',
      'The latest orders whose traces were kept, from the request to the last message.',
      searchTraces({ service: 'frontend', operation: 'POST /api/orders', limit: 20 }),
    ).span(24),
  ),
);
