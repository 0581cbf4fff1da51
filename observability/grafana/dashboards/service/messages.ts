import { row } from '../../builders/dashboard.ts';
import { graph, stacked } from '../../builders/graphs.ts';
import { promql } from '../../builders/queries.ts';
import { quantile, selected } from './selectors.ts';

export const messagesRow = row(
  'Messages',
  stacked(
    'Messages handled',
    'ops',
    'Messages handled per second, by event type. Only for workers.',
    promql(`sum by (type) (rate(orderflow_messages_processed_total{${selected}}[$__rate_interval]))`, '{{type}}'),
  ).span(8),
  graph(
    'Transactions (p95)',
    's',
    'Duration of a chunk of up to 100 messages: the database transaction and the publication of its events.',
    promql(quantile(0.95, 'topic', `orderflow_chunk_duration_seconds_bucket{${selected}}`), '{{topic}}'),
  ).span(8),
  graph(
    'Publishing',
    's',
    'Time until Kafka acknowledges the events that this process publishes: 50 and 99 of 100 are faster.',
    promql(quantile(0.5, 'outcome', `orderflow_publish_duration_seconds_bucket{${selected}}`), 'p50 {{outcome}}'),
    promql(quantile(0.99, 'outcome', `orderflow_publish_duration_seconds_bucket{${selected}}`), 'p99 {{outcome}}'),
  ).span(8),
  graph(
    'Retries and dead letters',
    'ops',
    'Messages per second that are retried, and that are moved to a dead-letter topic. Only for workers.',
    promql(
      `sum by (topic) (rate(orderflow_messages_retried_total{${selected}}[$__rate_interval]))`,
      'retries {{topic}}',
    ),
    promql(
      `sum by (topic) (rate(orderflow_messages_dead_lettered_total{${selected}}[$__rate_interval]))`,
      'dead-lettered {{topic}}',
    ),
  ),
  graph(
    'Requests to Kafka (p95)',
    's',
    'Requests of the Kafka protocol, by kind. A fetch waits for messages up to its time limit, so a long one is normal.',
    promql(
      quantile(0.95, 'messaging_operation_name', `messaging_client_operation_duration_bucket{${selected}}`),
      '{{messaging_operation_name}}',
    ),
  ),
);
