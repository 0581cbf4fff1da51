import { collapsed, dashboard, row } from './dashboard.ts';
import { graph, highIsGood, linkTo, lowIsGood, stacked, stat } from './panels.ts';
import { here, promql } from './queries.ts';
import { environment } from './variables.ts';

const per = (metric: string, labels: string) => `rate(${metric}{${labels}}[$__rate_interval])`;
const host = `${here},job="host"`;
const mariadb = `${here},job="mariadb"`;
const optional = 'Only with the Compose profile "hosts"';

export const platform = dashboard(
  {
    name: 'platform',
    title: '7 Platform',
    description:
      'The components that Orderflow depends on: Kafka, MariaDB, Prometheus, Loki, Jaeger, Alertmanager and the machine. Check these first when a service has problems.',
    variables: [environment()],
  },
  row(
    'Health',
    stat(
      'Targets up',
      'percentunit',
      'Share of the scrape targets that Prometheus can reach.',
      promql('sum(up) / count(up)', 'up'),
    ).thresholds(highIsGood(0.5, 1)),
    stat(
      'Kafka',
      'short',
      'Brokers in the cluster, as event-monitor sees them; 0 when event-monitor cannot reach Kafka.',
      promql(`max(orderflow_kafka_brokers{${here}}) * max(orderflow_kafka_reachable{${here}})`, 'brokers'),
    ).thresholds(highIsGood(1, 1)),
    stat(
      'Partitions at risk',
      'short',
      'Partitions without a leader or with too few in-sync replicas.',
      promql(
        `sum(max by (topic) (orderflow_kafka_partitions_offline{${here}})) + sum(max by (topic) (orderflow_kafka_partitions_under_replicated{${here}}))`,
        'partitions',
      ),
    ).thresholds(lowIsGood(1, 1)),
    stat(
      'MariaDB connections',
      'short',
      'Connections to the database server. Its limit is 300.',
      promql(`max(mysql_threads{${mariadb},kind="connected"})`, 'connections'),
    ).thresholds(lowIsGood(200, 280)),
    stat(
      'CPU of the machine',
      'percentunit',
      'Share of the CPU time of all cores that is used.',
      promql(
        `1 - sum(${per('system_cpu_time_seconds_total', `${host},state="idle"`)}) / sum(${per('system_cpu_time_seconds_total', host)})`,
        'CPU',
      ),
    ).thresholds(lowIsGood(0.8, 0.95)),
    stat(
      'Disk used',
      'percentunit',
      'Used share of the file system.',
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
      'Messages that Kafka stores per second.',
      promql(`max by (topic) (${per('orderflow_kafka_topic_messages_total', here)})`, '{{topic}}'),
    ).span(8),
    graph(
      'Messages retained',
      'short',
      'Messages in the topic that Kafka has not deleted yet.',
      promql(`max by (topic) (orderflow_kafka_topic_retained{${here}})`, '{{topic}}'),
    ).span(8),
    graph(
      'Requests to Kafka (p95)',
      's',
      "Requests of Orderflow's processes to Kafka, by kind. A fetch waits for messages up to its time limit, so a long one is normal.",
      promql(
        `histogram_quantile(0.95, sum by (messaging_operation_name, le) (${per('messaging_client_operation_duration_bucket', here)}))`,
        '{{messaging_operation_name}}',
      ),
    ).span(8),
    graph(
      'Partitions',
      'short',
      'Partitions of each topic. This is also the maximum number of workers that can share a topic.',
      promql(`max by (topic) (orderflow_kafka_partitions{${here}})`, '{{topic}}'),
    ).span(8),
    graph(
      'Partitions at risk',
      'short',
      'A partition without a leader cannot be written or read. With too few replicas, the next failure can lose data.',
      promql(`sum(max by (topic) (orderflow_kafka_partitions_offline{${here}}))`, 'offline'),
      promql(`sum(max by (topic) (orderflow_kafka_partitions_under_replicated{${here}}))`, 'under-replicated'),
    ).span(8),
    graph(
      'Cluster',
      'short',
      'The number of brokers, and 1 for an active controller.',
      promql(`max(orderflow_kafka_brokers{${here}})`, 'brokers'),
      promql(`max(orderflow_kafka_controllers{${here}})`, 'active controller'),
    ).span(8),
  ),
  row(
    'MariaDB',
    graph(
      'Statements',
      'ops',
      'Statements per second of all services.',
      promql(`sum(${per('mysql_query_count_total', mariadb)})`, 'statements'),
      promql(`sum(${per('mysql_query_slow_count_total', mariadb)})`, 'slow'),
    ).span(8),
    graph(
      'Connections',
      'short',
      'Open connections, and connections that execute a statement.',
      promql(`max by (kind) (mysql_threads{${mariadb},kind=~"connected|running"})`, '{{kind}}'),
    ).span(8),
    graph(
      'Row lock waits',
      'ops',
      'Waits per second of a transaction for a row that another transaction had locked.',
      promql(`sum(${per('mysql_row_locks_total', `${mariadb},kind="waits"`)})`, 'waits'),
    ).span(8),
    graph(
      'Statements by kind',
      'ops',
      'Statements per second that change rows, read rows, or end transactions.',
      promql(
        `sum by (command) (${per('mysql_commands_total', `${mariadb},command=~"select|insert|update|delete|commit|rollback"`)})`,
        '{{command}}',
      ),
    ).span(8),
    graph(
      'Buffer pool',
      'bytes',
      'The cache of table pages. Dirty pages are changed and not yet written to the data files.',
      promql(`max by (status) (mysql_buffer_pool_usage_bytes{${mariadb}})`, '{{status}}'),
    ).span(8),
    graph(
      'Network',
      'Bps',
      'Bytes per second from and to the clients.',
      promql(`sum by (kind) (${per('mysql_client_network_io_bytes_total', mariadb)})`, '{{kind}}'),
    ).span(8),
  ),
  row(
    'Prometheus and Alertmanager',
    graph('Targets', 'short', '1 when Prometheus can scrape the target.', promql('min by (job) (up)', '{{job}}'))
      .max(1.1)
      .span(8),
    graph(
      'Samples ingested',
      'ops',
      'Samples that Prometheus stores per second.',
      promql(per('prometheus_tsdb_head_samples_appended_total', 'job="prometheus"'), '{{type}}'),
    ).span(8),
    graph(
      'Series in memory',
      'short',
      'Series with recent samples. Grows without limit if the values of a label do.',
      promql('prometheus_tsdb_head_series{job="prometheus"}', 'series'),
    ).span(8),
    graph(
      'Scrape duration',
      's',
      'Time that each target takes to respond; the limit is 5 s.',
      promql('max by (job) (scrape_duration_seconds)', '{{job}}'),
    ).span(8),
    graph(
      'Rule failures',
      'ops',
      'Rule evaluations per second that failed. Must be 0.',
      promql(`sum(${per('prometheus_rule_evaluation_failures_total', 'job="prometheus"')})`, 'failures'),
    ).span(8),
    graph(
      'Disk',
      'bytes',
      'Size of the blocks and of the write-ahead log. They are kept for 7 days or up to 1 GB.',
      promql('prometheus_tsdb_storage_blocks_bytes{job="prometheus"}', 'blocks'),
      promql('prometheus_tsdb_wal_storage_size_bytes{job="prometheus"}', 'write-ahead log'),
    ).span(8),
    graph(
      'Alerts in Alertmanager',
      'short',
      'Alerts that Alertmanager knows, by state.',
      promql('sum by (state) (alertmanager_alerts{job="alertmanager"})', '{{state}}'),
    ),
    graph(
      'Notifications',
      'ops',
      'Notifications per second that were sent, and that failed.',
      promql(`sum(${per('alertmanager_notifications_total', 'job="alertmanager"')})`, 'sent'),
      promql(`sum(${per('alertmanager_notifications_failed_total', 'job="alertmanager"')})`, 'failed'),
    ),
  ),
  row(
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
  ),
  row(
    'Host',
    stacked(
      'CPU',
      'percentunit',
      'Share of the CPU time of all cores, by mode.',
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
      'Memory of the machine, by kind of use.',
      promql(`sum by (state) (system_memory_usage_bytes{${host}})`, '{{state}}'),
    ).span(8),
    graph(
      'Load',
      'short',
      'Processes that run or wait for a core. Above the number of cores, some wait.',
      promql(`max(system_cpu_load_average_1m{${host}})`, 'one minute'),
      promql(`max(system_cpu_logical_count{${host}})`, 'cores'),
    ).span(8),
    graph(
      'Disk',
      'Bps',
      'Bytes read and written per second.',
      promql(`sum by (direction) (${per('system_disk_io_bytes_total', host)})`, '{{direction}}'),
    ).span(8),
    graph(
      'Network',
      'Bps',
      'Bytes received and sent per second.',
      promql(`sum by (direction) (${per('system_network_io_bytes_total', host)})`, '{{direction}}'),
    ).span(8),
    graph(
      'File system',
      'percentunit',
      'Used share of the file system.',
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
      'Share of one core.',
      promql('sum by (name) (rate(container_cpu_usage_seconds_total{name!=""}[$__rate_interval]))', '{{name}}'),
    )
      .noValue(optional)
      .links([linkTo('overview', 'Application overview')]),
    graph(
      'Memory by container',
      'bytes',
      'Memory that counts toward the limit of the container.',
      promql('sum by (name) (container_memory_working_set_bytes{name!=""})', '{{name}}'),
    ).noValue(optional),
    graph(
      'Share of the memory limit',
      'percentunit',
      'At 100 % the container is killed.',
      promql(
        'sum by (name) (container_memory_working_set_bytes{name!=""}) / (sum by (name) (container_spec_memory_limit_bytes{name!=""}) > 0)',
        '{{name}}',
      ),
    ).noValue(optional),
    graph(
      'CPU throttling',
      'percentunit',
      'Share of the time that the CPU limit made a container wait.',
      promql('sum by (name) (rate(container_cpu_cfs_throttled_seconds_total{name!=""}[$__rate_interval]))', '{{name}}'),
    ).noValue(optional),
  ),
);
