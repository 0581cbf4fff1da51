import { row } from '../../builders/dashboard.ts';
import { graph } from '../../builders/graphs.ts';
import { here, promql } from '../../builders/queries.ts';
import { per } from './selectors.ts';

export const kafkaRow = row(
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
);
