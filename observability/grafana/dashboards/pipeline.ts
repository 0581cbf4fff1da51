import { dashboard, row } from './dashboard.ts';
import { graph, heatmap, highIsGood, linkTo, lowIsGood, stacked, stat } from './panels.ts';
import { buckets, here, promql, promqlNow } from './queries.ts';
import { environment } from './variables.ts';

const settlement = 'orderflow_order_settlement_duration_seconds';

export const pipeline = dashboard(
  {
    name: 'pipeline',
    title: '2 Order pipeline',
    description:
      'The path of an order: the shop publishes it to Kafka, product-worker reserves the stock, order-worker settles the order. Shows how many orders there are, how fast they settle, what waits and what fails.',
    variables: [environment()],
  },
  row(
    'Health',
    stat(
      'Orders placed',
      'ops',
      'Orders accepted per second.',
      promql(`orderflow_orders_placed:rate1m{${here}}`, 'placed'),
    ),
    stat(
      'Settled within (p95)',
      's',
      '95 of 100 orders are confirmed or rejected within this time. The objective is 99 of 100 within 2 s.',
      promql(`orderflow_order_settlement_duration_seconds:quantile_rate1m{${here},quantile="0.95"}`, 'p95'),
    )
      .thresholds(lowIsGood(1, 2))
      .links([linkTo('slo', 'SLOs and error budget')]),
    stat(
      'Oldest pending order',
      's',
      'Age of the oldest order that is not settled; 0 without one. Above half a minute, a worker is not consuming.',
      promql(`orderflow_orders_pending_age_seconds:max{${here}}`, 'age'),
    ).thresholds(lowIsGood(5, 30)),
    stat(
      'Consumer lag',
      's',
      'How long the oldest unhandled message has waited in Kafka, for the slowest group.',
      promql(`max(group_topic:orderflow_consumer_lag_duration_seconds:max{${here}})`, 'lag'),
    ).thresholds(lowIsGood(5, 30)),
    stat(
      'Dead letters',
      'short',
      'Messages that could not be handled and were neither replayed nor discarded (npm run dlq).',
      promql(`sum(topic:orderflow_dead_letters_open:max{${here}})`, 'open'),
    ).thresholds(lowIsGood(1, 1)),
    stat(
      'Stock mismatches',
      'short',
      'Products whose stock does not match its ledger, or is negative. Must be 0.',
      promql(`orderflow_stock_violations:max{${here}}`, 'products'),
    ).thresholds(lowIsGood(1, 1)),
  ),
  row(
    'Orders',
    graph(
      'Placed and settled',
      'ops',
      'Orders placed, and orders settled by their outcome. If no order waits, the outcomes add up to the placed orders.',
      promql(`orderflow_orders_placed:rate1m{${here}}`, 'placed'),
      promql(`status:orderflow_orders_completed:rate1m{${here}}`, '{{status}}'),
    ),
    stacked(
      'Orders by status',
      'short',
      'Orders in the database. All except pending ones are settled; rejected and cancelled are final.',
      promql(`status:orderflow_orders_stored:max{${here}}`, '{{status}}'),
    ),
    heatmap(
      'Time to settle',
      'Time from the acceptance of an order until it is confirmed or rejected. The objective is 2 s.',
      buckets(`sum by (le) (increase(${settlement}_bucket{${here}}[$__rate_interval]))`),
    ),
    graph(
      'Time to settle, quantiles',
      's',
      '50, 95 and 99 of 100 orders are faster.',
      promql(`orderflow_order_settlement_duration_seconds:quantile_rate1m{${here}}`, 'quantile {{quantile}}'),
    ).height(9),
    graph(
      'Pending orders',
      'short',
      'Orders that are accepted and not settled. The number grows while a worker is down; these orders settle later.',
      promql(`status:orderflow_orders_stored:max{${here},status="pending"}`, 'pending'),
    ),
    graph(
      'Age of the oldest pending order',
      's',
      '0 when no order is pending.',
      promql(`orderflow_orders_pending_age_seconds:max{${here}}`, 'age'),
    ),
  ),
  row(
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
      'Consumer group members',
      'short',
      'Workers that share the partitions of each group. With 0 members, no messages are handled.',
      promql(`group:orderflow_consumer_members:max{${here}}`, '{{group}}'),
    ).span(8),
  ),
  row(
    'Failures',
    graph(
      'Retries',
      'ops',
      'Messages per second that are retried, because the database is unavailable or a message in their chunk fails.',
      promql(`group_topic:orderflow_messages_retried:rate1m{${here}}`, '{{group}} of {{topic}}'),
    ).span(8),
    graph(
      'Messages dead-lettered',
      'ops',
      'Messages per second that are moved to a dead-letter topic.',
      promql(`group_topic:orderflow_messages_dead_lettered:rate1m{${here}}`, '{{group}} of {{topic}}'),
    ).span(8),
    graph(
      'Open dead letters',
      'short',
      'Messages in the dead-letter topics that were neither replayed nor discarded.',
      promql(`topic:orderflow_dead_letters_open:max{${here}}`, '{{topic}}'),
    ).span(8),
  ),
  row(
    'Stock',
    graph(
      'Stock available',
      'short',
      'Items of each product that customers can order.',
      promql(`product:orderflow_stock_available:max{${here}}`, '{{product}}'),
    ).span(8),
    graph(
      'Stock taken',
      'short',
      'Items of each product that orders have reserved.',
      promql(`max by (product) (orderflow_stock_taken{${here}})`, '{{product}}'),
    ).span(8),
    stacked(
      'Stock decisions',
      'ops',
      'Decisions of product-worker per second, by outcome.',
      promql(`sum by (outcome) (rate(orderflow_stock_decisions_total{${here}}[$__rate_interval]))`, '{{outcome}}'),
    ).span(8),
    stat(
      'Share of orders confirmed',
      'percentunit',
      'Share of the orders that settled in the selected time. The others lacked stock, had an unknown product, or were cancelled.',
      promqlNow(
        `sum(increase(orderflow_orders_completed_total{${here},status="confirmed"}[$__range])) / sum(increase(orderflow_orders_completed_total{${here}}[$__range]))`,
        'confirmed',
      ),
    )
      .thresholds(highIsGood(0.5, 0.9))
      .span(8),
    stat(
      'Lowest stock',
      'short',
      'Available items of the product with the fewest.',
      promql(`min(product:orderflow_stock_available:max{${here}})`, 'items'),
    )
      .thresholds(highIsGood(1, 10))
      .span(8),
    stat(
      'Orders in the selected time',
      'short',
      'Orders accepted in the selected time.',
      promqlNow(`sum(increase(orderflow_orders_placed_total{${here}}[$__range]))`, 'orders'),
    )
      .decimals(0)
      .span(8),
  ),
);
