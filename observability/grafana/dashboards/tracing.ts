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
// Work that somebody asked for: a request answered or a message handled. A stream of live status lasts as long as the
// order takes.
const work = 'span_kind=~"SPAN_KIND_SERVER|SPAN_KIND_CONSUMER",span_name!="GET /api/orders/:id/events"';
const failed = 'status_code="STATUS_CODE_ERROR"';
const calls = 'traces_span_metrics_calls_total';
const duration = 'traces_span_metrics_duration_seconds';
// Of the traces that were kept, so that Jaeger has the trace of each exemplar.
const kept = 'traces_sampled_duration_seconds';
const edges = 'traces_service_graph_request';

export const tracing = dashboard(
  {
    name: 'tracing',
    title: '4 Distributed tracing',
    description:
      'What traces tell: how long the work of a service takes, who calls whom, which traces to look at. Rates and durations are counted before sampling, so they are true although Jaeger keeps only a part of the traces. Click a point on the heatmap of traces to open one.',
    variables: [
      environment(),
      service(),
      typed('slow', 'Slow is longer than', 'A duration such as 200ms or 1.5s.', '200ms'),
    ],
  },
  row(
    'Is it well?',
    stat(
      'Spans',
      'ops',
      'Steps of work that all processes report, a second, before sampling.',
      promql(`sum(rate(${calls}{${here}}[$__rate_interval]))`, 'spans'),
    ),
    stat(
      'Failed work',
      'percentunit',
      'Share of requests and messages, of all services, that ended with an error.',
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
      '95 of 100 requests or messages of the chosen service are done within this.',
      promql(
        `histogram_quantile(0.95, sum by (le) (rate(${duration}_bucket{${mine},${work}}[$__rate_interval])))`,
        'p95',
      ),
    ).thresholds(lowIsGood(0.25, 1)),
    stat(
      'Services in traces',
      'short',
      'Processes whose spans came in the last minutes: seven work on orders or look after them.',
      promql(`count(count by (service_name) (${calls}{${here}}))`, 'services'),
    ),
    stat(
      'Traces kept',
      'percentunit',
      'Share of the traces that sampling keeps: all failed and slow ones, orders up to a rate, a part of the rest.',
      promql(
        'sum(rate(otelcol_processor_tail_sampling_global_count_traces_sampled{sampled="true"}[$__rate_interval])) / sum(rate(otelcol_processor_tail_sampling_global_count_traces_sampled[$__rate_interval]))',
        'kept',
      ),
    ).links([linkTo('collector', 'Collector')]),
    stat(
      'Spans lost',
      'ops',
      'Spans that the collector could not give to Jaeger.',
      promql(
        'sum(rate(otelcol_exporter_send_failed_spans{job="otel-collector"}[$__rate_interval])) or vector(0)',
        'lost',
      ),
    ).thresholds(lowIsGood(0.01, 1)),
  ),
  row(
    'How long it takes',
    heatmap(
      'Work of the service',
      'How long requests and messages of the chosen service took, all of them.',
      buckets(`sum by (le) (increase(${duration}_bucket{${mine},${work}}[$__rate_interval]))`),
    ),
    heatmap(
      'Traces to open',
      'The same of the traces that were kept: more of the slow and failed ones. A point is a trace: click it.',
      buckets(`sum by (le) (increase(${kept}_bucket{${mine},${work}}[$__rate_interval]))`).exemplar(true),
    ),
    graph(
      'Work of the service by name (p95)',
      's',
      '95 of 100 are faster.',
      promql(
        `histogram_quantile(0.95, sum by (span_name, le) (rate(${duration}_bucket{${mine},${work}}[$__rate_interval])))`,
        '{{span_name}}',
      ),
    ).span(8),
    stacked(
      'Work by service',
      'ops',
      'Requests answered and messages handled, a second.',
      promql(`sum by (service_name) (rate(${calls}{${here},${work}}[$__rate_interval]))`, '{{service_name}}'),
    ).span(8),
    graph(
      'Failed work by service',
      'ops',
      'Requests and messages that ended with an error, a second.',
      promql(`sum by (service_name) (rate(${calls}{${here},${work},${failed}}[$__rate_interval]))`, '{{service_name}}'),
    )
      .noValue('None: no request and no message failed')
      .span(8),
    table(
      'Steps of the service',
      'Every kind of span of the chosen service: how often, how many failed, how long 95 of 100 take.',
      { span_name: 'Step', span_kind: 'Kind', 'Value #A': 'Rate', 'Value #B': 'Failed', 'Value #C': 'p95' },
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
    'Who calls whom',
    serviceGraph(
      'Services',
      'Arrows are calls and messages a second; in a circle, what the service receives.',
      rows(
        `sum by (id, title) (label_join(label_replace(rate(${edges}_total{${here}}[$__range]), "id", "$1", "server", "(.+)") or label_replace(0 * rate(${edges}_total{${here}}[$__range]), "id", "$1", "client", "(.+)"), "title", "", "id"))`,
      ),
      rows(
        `sum by (id, source, target) (label_join(label_replace(label_replace(rate(${edges}_total{${here}}[$__range]), "source", "$1", "client", "(.+)"), "target", "$1", "server", "(.+)"), "id", " to ", "client", "server"))`,
      ),
    ),
    table(
      'Calls between services',
      'Calls and messages a second, how many failed, and how long 95 of 100 took to be handled.',
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
      'The latest traces in which the chosen service took longer than the time above. Traces over 1 s are always kept.',
      searchTraces({ service: '$service', minDuration: '$slow', limit: 20 }),
    ).noValue('None was slow'),
    traceTable(
      'Failed traces',
      'The latest traces in which something of the chosen service failed. They are always kept.',
      searchTraces({ service: '$service', tags: 'error=true', limit: 20 }),
    ).noValue('None failed'),
    traceTable(
      'Latest orders',
      'The latest orders whose trace was kept, from the request to the last message.',
      searchTraces({ service: 'frontend', operation: 'POST /api/orders', limit: 20 }),
    ).span(24),
  ),
);
