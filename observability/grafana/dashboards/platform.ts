import { collapsed, dashboard, row } from './dashboard.ts';
import { graph, highIsGood, linkTo, lowIsGood, stacked, stat } from './panels.ts';
import { here, promql } from './queries.ts';
import { environment } from './variables.ts';

const per = (metric: string, labels: string) => `rate(${metric}{${labels}}[$__rate_interval])`;
const host = `${here},job="host"`;
const mariadb = `${here},job="mariadb"`;
const optional = 'Only with the profile "hosts" of docker-compose.yml';

export const platform = dashboard(
  {
    name: 'platform',
    title: '7 Platform',
    description:
      'What Orderflow stands on: Kafka, MariaDB, Prometheus, Loki, Jaeger, Alertmanager, and the machine. When something here is unwell, look here before you look at the services.',
    variables: [environment()],
  },
  row(
    'Is it well?',
    stat(
      'Targets up',
      'percentunit',
      'Share of what Prometheus takes metrics from that it reaches.',
      promql('sum(up) / count(up)', 'up'),
    ).thresholds(highIsGood(0.5, 1)),
    stat(
      'Kafka',
      'short',
      'Brokers in the cluster, seen by event-monitor; 0 when it can be reached by nobody.',
      promql(`max(orderflow_kafka_brokers{${here}}) * max(orderflow_kafka_reachable{${here}})`, 'brokers'),
    ).thresholds(highIsGood(1, 1)),
    stat(
      'Partitions in danger',
      'short',
      'Partitions without a leader or with too few replicas in sync.',
      promql(
        `sum(max by (topic) (orderflow_kafka_partitions_offline{${here}})) + sum(max by (topic) (orderflow_kafka_partitions_under_replicated{${here}}))`,
        'partitions',
      ),
    ).thresholds(lowIsGood(1, 1)),
    stat(
      'MariaDB connections',
      'short',
      'Connections to the database server. It takes 300.',
      promql(`max(mysql_threads{${mariadb},kind="connected"})`, 'connections'),
    ).thresholds(lowIsGood(200, 280)),
    stat(
      'CPU of the machine',
      'percentunit',
      'Share of all cores that work.',
      promql(
        `1 - sum(${per('system_cpu_time_seconds_total', `${host},state="idle"`)}) / sum(${per('system_cpu_time_seconds_total', host)})`,
        'CPU',
      ),
    ).thresholds(lowIsGood(0.8, 0.95)),
    stat(
      'Disk used',
      'percentunit',
      'Share of the file system that is used.',
      promql(
        `max(sum by (mountpoint) (system_filesystem_usage_bytes{${host},state="used"}) / sum by (mountpoint) (system_filesystem_usage_bytes{${host}}))`,
        'used',
      ),
    ).thresholds(lowIsGood(0.8, 0.95)),
  ),
  row(
    'Kafka',
    graph(
      'Messages stored',
      'ops',
      'Messages that the broker stores, a second.',
      promql(`max by (topic) (${per('orderflow_kafka_topic_messages_total', here)})`, '{{topic}}'),
    ).span(8),
    graph(
      'Messages kept',
      'short',
      'Messages in the topic that Kafka has not deleted yet.',
      promql(`max by (topic) (orderflow_kafka_topic_retained{${here}})`, '{{topic}}'),
    ).span(8),
    graph(
      'Requests to Kafka (p95)',
      's',
      'Requests of our processes, by kind. A fetch waits for messages, up to its limit: that is no fault.',
      promql(
        `histogram_quantile(0.95, sum by (messaging_operation_name, le) (${per('messaging_client_operation_duration_bucket', here)}))`,
        '{{messaging_operation_name}}',
      ),
    ).span(8),
    graph(
      'Partitions',
      'short',
      'Partitions of each topic: as many workers can share its work.',
      promql(`max by (topic) (orderflow_kafka_partitions{${here}})`, '{{topic}}'),
    ).span(8),
    graph(
      'Partitions in danger',
      'short',
      'Without a leader nobody can write or read; with too few replicas the next failure loses data.',
      promql(`sum(max by (topic) (orderflow_kafka_partitions_offline{${here}}))`, 'offline'),
      promql(`sum(max by (topic) (orderflow_kafka_partitions_under_replicated{${here}}))`, 'under-replicated'),
    ).span(8),
    graph(
      'Cluster',
      'short',
      'Brokers, and whether one of them is the active controller.',
      promql(`max(orderflow_kafka_brokers{${here}})`, 'brokers'),
      promql(`max(orderflow_kafka_controllers{${here}})`, 'active controller'),
    ).span(8),
  ),
  row(
    'MariaDB',
    graph(
      'Statements',
      'ops',
      'Statements a second, all services together.',
      promql(`sum(${per('mysql_query_count_total', mariadb)})`, 'statements'),
      promql(`sum(${per('mysql_query_slow_count_total', mariadb)})`, 'slow ones'),
    ).span(8),
    graph(
      'Connections',
      'short',
      'Connected, and of these working on a statement.',
      promql(`max by (kind) (mysql_threads{${mariadb},kind=~"connected|running"})`, '{{kind}}'),
    ).span(8),
    graph(
      'Row locks waited for',
      'ops',
      'How often a transaction waited for a row that another held, a second.',
      promql(`sum(${per('mysql_row_locks_total', `${mariadb},kind="waits"`)})`, 'waits'),
    ).span(8),
    graph(
      'Statements by kind',
      'ops',
      'Statements a second: what changes rows, what reads them, and the ends of transactions.',
      promql(
        `sum by (command) (${per('mysql_commands_total', `${mariadb},command=~"select|insert|update|delete|commit|rollback"`)})`,
        '{{command}}',
      ),
    ).span(8),
    graph(
      'Buffer pool',
      'bytes',
      'The cache of the data: clean, and dirty, which is changed and not written to the data files yet.',
      promql(`max by (status) (mysql_buffer_pool_usage_bytes{${mariadb}})`, '{{status}}'),
    ).span(8),
    graph(
      'Network',
      'Bps',
      'Bytes from and to the clients, a second.',
      promql(`sum by (kind) (${per('mysql_client_network_io_bytes_total', mariadb)})`, '{{kind}}'),
    ).span(8),
  ),
  row(
    'Prometheus and Alertmanager',
    graph('Targets', 'short', '1 when Prometheus reaches it.', promql('min by (job) (up)', '{{job}}')).max(1.1).span(8),
    graph(
      'Samples taken',
      'ops',
      'Samples stored a second.',
      promql(per('prometheus_tsdb_head_samples_appended_total', 'job="prometheus"'), '{{type}}'),
    ).span(8),
    graph(
      'Series in memory',
      'short',
      'Series that got a sample lately. Grows without end if some label does.',
      promql('prometheus_tsdb_head_series{job="prometheus"}', 'series'),
    ).span(8),
    graph(
      'Duration of a scrape',
      's',
      'How long each target takes to answer; the limit is 5 s.',
      promql('max by (job) (scrape_duration_seconds)', '{{job}}'),
    ).span(8),
    graph(
      'Rules that fail',
      'ops',
      'Evaluations of rules that ended with an error, a second. Must be 0.',
      promql(`sum(${per('prometheus_rule_evaluation_failures_total', 'job="prometheus"')})`, 'failures'),
    ).span(8),
    graph(
      'Disk',
      'bytes',
      'Blocks and the write-ahead log. Kept for 7 days or 1 GB.',
      promql('prometheus_tsdb_storage_blocks_bytes{job="prometheus"}', 'blocks'),
      promql('prometheus_tsdb_wal_storage_size_bytes{job="prometheus"}', 'write-ahead log'),
    ).span(8),
    graph(
      'Alerts in Alertmanager',
      'short',
      'Alerts it knows of, by state.',
      promql('sum by (state) (alertmanager_alerts{job="alertmanager"})', '{{state}}'),
    ),
    graph(
      'Notifications',
      'ops',
      'Notifications sent and failed, a second.',
      promql(`sum(${per('alertmanager_notifications_total', 'job="alertmanager"')})`, 'sent'),
      promql(`sum(${per('alertmanager_notifications_failed_total', 'job="alertmanager"')})`, 'failed'),
    ),
  ),
  row(
    'Loki and Jaeger',
    graph(
      'Log records taken by Loki',
      'ops',
      'Log records a second.',
      promql(`sum(${per('loki_distributor_lines_received_total', 'job="loki"')})`, 'records'),
    ).span(8),
    graph(
      'Bytes taken by Loki',
      'Bps',
      'Log text, and the fields beside it.',
      promql(`sum(${per('loki_distributor_bytes_received_total', 'job="loki"')})`, 'all'),
      promql(`sum(${per('loki_distributor_structured_metadata_bytes_received_total', 'job="loki"')})`, 'fields'),
    ).span(8),
    graph(
      'Requests to Loki (p95)',
      's',
      'By route: the push of logs, and queries.',
      promql(
        `histogram_quantile(0.95, sum by (route, le) (${per('loki_request_duration_seconds_bucket', 'job="loki",route=~"otlp.*|loki_api.*"')}))`,
        '{{route}}',
      ),
    ).span(8),
    graph(
      'Streams and chunks in Loki',
      'short',
      'Streams: one per process, severity and environment. Chunks: what is not on disk yet.',
      promql('loki_ingester_memory_streams{job="loki"}', 'streams'),
      promql('loki_ingester_memory_chunks{job="loki"}', 'chunks'),
    ).span(8),
    graph(
      'Spans taken by Jaeger',
      'ops',
      'Spans accepted and refused, a second.',
      promql(`sum(${per('otelcol_receiver_accepted_spans_total', 'job="jaeger"')})`, 'accepted'),
      promql(`sum(${per('otelcol_receiver_refused_spans_total', 'job="jaeger"')})`, 'refused'),
    ).span(8),
    graph(
      'Written by Jaeger',
      'Bps',
      'Bytes of traces stored, a second. They are kept for 48 hours.',
      promql(per('jaeger_storage_badger_write_bytes_user', 'job="jaeger"'), 'written'),
    ).span(8),
  ),
  row(
    'Host',
    stacked(
      'CPU',
      'percentunit',
      'Share of all cores, by what they do.',
      promql(
        `sum by (state) (${per('system_cpu_time_seconds_total', `${host},state!="idle"`)}) / scalar(sum(${per('system_cpu_time_seconds_total', host)}))`,
        '{{state}}',
      ),
    )
      .max(1)
      .span(8),
    stacked(
      'Memory',
      'bytes',
      'Memory of the machine, by use.',
      promql(`sum by (state) (system_memory_usage_bytes{${host}})`, '{{state}}'),
    ).span(8),
    graph(
      'Load',
      'short',
      'Processes that run or wait for a core. Above the number of cores they wait.',
      promql(`max(system_cpu_load_average_1m{${host}})`, 'one minute'),
      promql(`max(system_cpu_logical_count{${host}})`, 'cores'),
    ).span(8),
    graph(
      'Disk',
      'Bps',
      'Bytes read and written, a second.',
      promql(`sum by (direction) (${per('system_disk_io_bytes_total', host)})`, '{{direction}}'),
    ).span(8),
    graph(
      'Network',
      'Bps',
      'Bytes received and sent, a second.',
      promql(`sum by (direction) (${per('system_network_io_bytes_total', host)})`, '{{direction}}'),
    ).span(8),
    graph(
      'File system',
      'percentunit',
      'Share that is used.',
      promql(
        `sum by (mountpoint) (system_filesystem_usage_bytes{${host},state="used"}) / sum by (mountpoint) (system_filesystem_usage_bytes{${host}})`,
        '{{mountpoint}}',
      ),
    )
      .max(1)
      .span(8),
  ),
  collapsed(
    'Containers (optional profile)',
    graph(
      'CPU by container',
      'percentunit',
      'Of one core.',
      promql('sum by (name) (rate(container_cpu_usage_seconds_total{name!=""}[$__rate_interval]))', '{{name}}'),
    )
      .noValue(optional)
      .links([linkTo('overview', 'Application overview')]),
    graph(
      'Memory by container',
      'bytes',
      'What counts against the limit of the container.',
      promql('sum by (name) (container_memory_working_set_bytes{name!=""})', '{{name}}'),
    ).noValue(optional),
    graph(
      'Share of the memory limit',
      'percentunit',
      'At 100 % the container is ended.',
      promql(
        'sum by (name) (container_memory_working_set_bytes{name!=""}) / (sum by (name) (container_spec_memory_limit_bytes{name!=""}) > 0)',
        '{{name}}',
      ),
    ).noValue(optional),
    graph(
      'Throttled',
      'percentunit',
      'Share of the time that a container waited because of its CPU limit.',
      promql('sum by (name) (rate(container_cpu_cfs_throttled_seconds_total{name!=""}[$__rate_interval]))', '{{name}}'),
    ).noValue(optional),
  ),
);
