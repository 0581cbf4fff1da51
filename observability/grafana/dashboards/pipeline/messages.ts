import { row } from '../../builders/dashboard.ts';
import { graph } from '../../builders/graphs.ts';
import { here, promql } from '../../builders/queries.ts';

export const messagesRow = row(
  'Messages',
  graph(
    'Lag in messages',
    'short',
    'Messages in the topic that the group has not handled yet.',
    promql(`group_topic:orderflow_consumer_lag:max{${here}}`, '{{group}} of {{topic}}'),
  ).span(8),
  graph(
    'Lag in seconds',
    's',
    'How long the oldest of these messages has waited.',
    promql(`group_topic:orderflow_consumer_lag_duration_seconds:max{${here}}`, '{{group}} of {{topic}}'),
  ).span(8),
  graph(
    'Message age at start of handling (p95)',
    's',
    'Time from the publication of an event until a worker starts to handle it; 95 of 100 are younger.',
    promql(
      `group_topic:orderflow_message_age_seconds:quantile_rate1m{${here},quantile="0.95"}`,
      '{{group}} of {{topic}}',
    ),
  ).span(8),
  graph(
    'Messages handled',
    'ops',
    'Messages handled per second, including repeated ones.',
    promql(`group_topic:orderflow_messages_processed:rate1m{${here}}`, '{{group}} of {{topic}}'),
  ).span(8),
  graph(
    'Messages per transaction',
    'short',
    'Average number of messages in one database transaction. It rises with the backlog, up to 100.',
    promql(
      `sum by (group, topic) (rate(orderflow_chunk_messages_sum{${here}}[$__rate_interval])) / sum by (group, topic) (rate(orderflow_chunk_messages_count{${here}}[$__rate_interval]))`,
      '{{group}} of {{topic}}',
    ),
  ).span(8),
  graph(
    'Transaction duration (p95)',
    's',
    'Duration of a chunk of messages: the database transaction and the publication of its events.',
    promql(
      `group_topic:orderflow_chunk_duration_seconds:quantile_rate1m{${here},quantile="0.95"}`,
      '{{group}} of {{topic}}',
    ),
  ).span(8),
  graph(
    'Publishing (p95)',
    's',
    'Time until all in-sync replicas of Kafka have acknowledged. The response to a placed order includes it.',
    promql(`job:orderflow_publish_duration_seconds:quantile_rate1m{${here},quantile="0.95"}`, '{{job}}'),
  ).span(8),
  graph(
    'Failed publishes',
    'percentunit',
    'Share of publishes that fail. The shop then responds with 503 and the customer retries; a worker repeats the message.',
    promql(`job:orderflow_publish_failures:ratio_rate1m{${here}}`, '{{job}}'),
  )
    .axisSoftMax(0.01)
    .span(8),
  graph(
    'Deleted unread',
    'short',
    'Messages that Kafka deleted before the group had read them, since event-monitor started. Must be 0: each may be an order.',
    promql(`max by (group, topic) (orderflow_consumer_deleted_unread_total{${here}})`, '{{group}} of {{topic}}'),
  ).span(8),
  graph(
    'Consumer group members',
    'short',
    'Workers that share the partitions of each group. With 0 members, no messages are handled.',
    promql(`group:orderflow_consumer_members:max{${here}}`, '{{group}}'),
  ).span(8),
);
