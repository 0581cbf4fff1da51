import { row } from '../../builders/dashboard.ts';
import { stat } from '../../builders/graphs.ts';
import { here, promql } from '../../builders/queries.ts';
import { highIsGood, lowIsGood } from '../../builders/thresholds.ts';
import { host, mariadb, per } from './selectors.ts';

export const healthRow = row(
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
);
