import { BigValueGraphMode, BigValueTextMode } from '@grafana/grafana-foundation-sdk/common';
import { dashboard, row } from './dashboard.ts';
import { graph, linkTo, logs, lowIsGood, stacked, stat } from './panels.ts';
import { here, logql, promql } from './queries.ts';
import { environment, service } from './variables.ts';

const mine = `${here},job="$service"`;
const requests = 'http_server_request_duration_seconds';
const quantile = (q: number, by: string, histogram: string) =>
  `histogram_quantile(${q}, sum by (${by}, le) (rate(${histogram}[$__rate_interval])))`;

export const oneService = dashboard(
  {
    name: 'service',
    title: '6 One service',
    description:
      'Everything about one process. Choose it above. Rows that do not apply to the process stay empty: workers serve no HTTP API; the frontend has no database and consumes messages only for live status.',
    variables: [environment(), service()],
  },
  row(
    'Health',
    stat(
      'Instances',
      'short',
      'Running instances; one that has ended counts for two more minutes.',
      promql(`count(process_uptime_seconds{${mine}})`, 'instances'),
    ),
    stat(
      'Up for',
      's',
      'Time since the newest instance started. An unexpectedly small value means a crash.',
      promql(`min(process_uptime_seconds{${mine}})`, 'uptime'),
    ),
    stat(
      'CPU',
      'percentunit',
      'Share of one core, for the busiest instance. JavaScript runs on one core: near 100 % the process is saturated.',
      promql(`job:process_cpu_time:rate1m{${mine}}`, 'cores'),
    ).thresholds(lowIsGood(0.7, 0.9)),
    stat(
      'Memory',
      'bytes',
      'Resident memory of the largest instance.',
      promql(`max(process_memory_usage_bytes{${mine}})`, 'resident'),
    ),
    stat(
      'Event loop delay p99',
      's',
      'How long work that is ready waits for the event loop.',
      promql(`job:nodejs_eventloop_delay_p99_seconds:max{${mine}}`, 'delay'),
    ).thresholds(lowIsGood(0.1, 0.5)),
    stat(
      'Version',
      'short',
      'The running version of Orderflow.',
      promql(`count by (service_version) (orderflow_build_info{${mine}})`, '{{service_version}}'),
    )
      .textMode(BigValueTextMode.Name)
      .graphMode(BigValueGraphMode.None),
  ),
  row(
    'HTTP',
    stacked(
      'Requests by endpoint',
      'reqps',
      'Requests per second. Only for processes that serve an API.',
      promql(
        `sum by (http_request_method, http_route) (rate(${requests}_count{${mine},http_route!=""}[$__rate_interval]))`,
        '{{http_request_method}} {{http_route}}',
      ),
    ),
    stacked(
      'Requests by status',
      'reqps',
      'Requests per second by HTTP status, without health checks.',
      promql(
        `sum by (http_response_status_code) (rate(${requests}_count{${mine}}[$__rate_interval]))`,
        '{{http_response_status_code}}',
      ),
    ),
    graph(
      'Duration',
      's',
      '50, 95 and 99 of 100 requests are faster. Live status streams are excluded.',
      promql(`job:http_server_request_duration_seconds:quantile_rate1m{${mine}}`, 'quantile {{quantile}}'),
    ).span(8),
    graph(
      'Requests in flight',
      'short',
      'Requests in progress, including open live status streams.',
      promql(`sum(http_server_active_requests{${mine}})`, 'requests'),
    ).span(8),
    graph(
      'Requests to other services (p95)',
      's',
      'Requests of this process to other services: 95 of 100 are faster.',
      promql(
        quantile(0.95, 'server_port', `http_client_request_duration_seconds_bucket{${mine}}`),
        'port {{server_port}}',
      ),
    ).span(8),
  ),
  row(
    'Messages',
    stacked(
      'Messages handled',
      'ops',
      'Messages handled per second, by event type. Only for workers.',
      promql(`sum by (type) (rate(orderflow_messages_processed_total{${mine}}[$__rate_interval]))`, '{{type}}'),
    ).span(8),
    graph(
      'Transactions (p95)',
      's',
      'Duration of a chunk of up to 100 messages: the database transaction and the publication of its events.',
      promql(quantile(0.95, 'topic', `orderflow_chunk_duration_seconds_bucket{${mine}}`), '{{topic}}'),
    ).span(8),
    graph(
      'Publishing',
      's',
      'Time until Kafka acknowledges the events that this process publishes: 50 and 99 of 100 are faster.',
      promql(quantile(0.5, 'outcome', `orderflow_publish_duration_seconds_bucket{${mine}}`), 'p50 {{outcome}}'),
      promql(quantile(0.99, 'outcome', `orderflow_publish_duration_seconds_bucket{${mine}}`), 'p99 {{outcome}}'),
    ).span(8),
    graph(
      'Retries and dead letters',
      'ops',
      'Messages per second that are retried, and that are moved to a dead-letter topic. Only for workers.',
      promql(`sum by (topic) (rate(orderflow_messages_retried_total{${mine}}[$__rate_interval]))`, 'retries {{topic}}'),
      promql(
        `sum by (topic) (rate(orderflow_messages_dead_lettered_total{${mine}}[$__rate_interval]))`,
        'dead-lettered {{topic}}',
      ),
    ),
    graph(
      'Requests to Kafka (p95)',
      's',
      'Requests of the Kafka protocol, by kind. A fetch waits for messages up to its time limit, so a long one is normal.',
      promql(
        quantile(0.95, 'messaging_operation_name', `messaging_client_operation_duration_bucket{${mine}}`),
        '{{messaging_operation_name}}',
      ),
    ),
  ),
  row(
    'Runtime',
    graph(
      'CPU by instance',
      'percentunit',
      'Share of one core.',
      promql(`sum by (instance) (rate(process_cpu_time_seconds_total{${mine}}[$__rate_interval]))`, '{{instance}}'),
    ).span(8),
    graph(
      'Memory',
      'bytes',
      'Resident memory, and the part of it that JavaScript objects use.',
      promql(`max(process_memory_usage_bytes{${mine}})`, 'resident'),
      promql(`max(sum by (instance) (v8js_memory_heap_used_bytes{${mine}}))`, 'heap used'),
    ).span(8),
    graph(
      'Event loop utilization',
      'percentunit',
      'Share of the time that the event loop of the busiest instance is active.',
      promql(`job:nodejs_eventloop_utilization:max{${mine}}`, 'utilization'),
    )
      .max(1)
      .span(8),
    graph(
      'Event loop delay',
      's',
      'How long work that is ready waits for the event loop of the slowest instance.',
      promql(`max(nodejs_eventloop_delay_p50_seconds{${mine}})`, 'p50'),
      promql(`max(nodejs_eventloop_delay_p99_seconds{${mine}})`, 'p99'),
      promql(`max(nodejs_eventloop_delay_max_seconds{${mine}})`, 'max'),
    ),
    graph(
      'Garbage collection',
      'percentunit',
      'Share of the time spent collecting garbage, by kind.',
      promql(
        `sum by (v8js_gc_type) (rate(v8js_gc_duration_seconds_sum{${mine}}[$__rate_interval]))`,
        '{{v8js_gc_type}}',
      ),
    ),
  ),
  row(
    'Database',
    graph(
      'Connections',
      'short',
      'Used and idle connections of the pool, and its limit. Only for processes with a database.',
      promql(
        `sum by (db_client_connection_state) (db_client_connection_count{${mine}})`,
        '{{db_client_connection_state}}',
      ),
      promql(`sum(db_client_connection_max{${mine}})`, 'limit'),
    ).span(8),
    graph(
      'Waiting for a connection',
      'short',
      'Requests that wait for a pool connection. More than 0 for a long time means that the pool is too small or the database too slow.',
      promql(`job:db_client_connection_pending_requests:sum{${mine}}`, 'waiting'),
    ).span(8),
    graph(
      'Wait for a connection (p95)',
      's',
      'Time until the pool provides a connection.',
      promql(`job:db_client_connection_wait_time_seconds:quantile_rate1m{${mine},quantile="0.95"}`, 'p95'),
    ).span(8),
    graph(
      'Statements (p95)',
      's',
      '95 of 100 statements of each kind are faster.',
      promql(
        quantile(0.95, 'db_operation_name', `db_client_operation_duration_seconds_bucket{${mine}}`),
        '{{db_operation_name}}',
      ),
    ).span(8),
    stacked(
      'Statements',
      'ops',
      'Statements per second, by kind.',
      promql(
        `sum by (db_operation_name) (rate(db_client_operation_duration_seconds_count{${mine}}[$__rate_interval]))`,
        '{{db_operation_name}}',
      ),
    ).span(8),
    graph(
      'Connection timeouts',
      'ops',
      'Requests per second that gave up waiting for a pool connection.',
      promql(`sum(rate(db_client_connection_timeouts_total{${mine}}[$__rate_interval]))`, 'timed out'),
    ).span(8),
  ),
  row(
    'Logs',
    logs(
      'Latest log records',
      'The newest log records of the process. Each links to its trace.',
      logql('{deployment_environment_name="$environment", service_name="$service"}'),
    ).links([linkTo('logs', 'Logs and traces')]),
  ),
);
