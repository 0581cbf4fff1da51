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
      'The way of an order: placed at the shop, published to Kafka, stock reserved by product-worker, settled by order-worker. How many, how fast, what waits, what failed.',
    variables: [environment()],
  },
  row(
    'Is it well?',
    stat(
      'Orders placed',
      'ops',
      'Orders accepted a second.',
      promql(`orderflow_orders_placed:rate1m{${here}}`, 'placed'),
    ),
    stat(
      'Settled within (p95)',
      's',
      '95 of 100 orders are confirmed or rejected within this time. The objective: 99 of 100 within 2 s.',
      promql(`orderflow_order_settlement_duration_seconds:quantile_rate1m{${here},quantile="0.95"}`, 'p95'),
    )
      .thresholds(lowIsGood(1, 2))
      .links([linkTo('slo', 'SLOs and error budget')]),
    stat(
      'Oldest pending order',
      's',
      'Age of the oldest order that is not settled; 0 when there is none. Above half a minute something does not consume.',
      promql(`orderflow_orders_pending_age_seconds:max{${here}}`, 'age'),
    ).thresholds(lowIsGood(5, 30)),
    stat(
      'Consumer lag',
      's',
      'How long the oldest message waits in Kafka that a worker has not handled yet, of the slowest group.',
      promql(`max(group_topic:orderflow_consumer_lag_duration_seconds:max{${here}})`, 'lag'),
    ).thresholds(lowIsGood(5, 30)),
    stat(
      'Dead letters',
      'short',
      'Messages that nobody could handle and nobody has replayed: npm run dlq.',
      promql(`sum(topic:orderflow_dead_letters_open:max{${here}})`, 'open'),
    ).thresholds(lowIsGood(1, 1)),
    stat(
      'Stock that does not add up',
      'short',
      'Products whose stock is not what its ledger says, or is below 0. Must be 0.',
      promql(`orderflow_stock_violations:max{${here}}`, 'products'),
    ).thresholds(lowIsGood(1, 1)),
  ),
  row(
    'Orders',
    graph(
      'Placed and settled',
      'ops',
      'Orders placed, and orders settled by their outcome. With nothing waiting, the outcomes add up to what was placed.',
      promql(`orderflow_orders_placed:rate1m{${here}}`, 'placed'),
      promql(`status:orderflow_orders_completed:rate1m{${here}}`, '{{status}}'),
    ),
    stacked(
      'Orders by state',
      'short',
      'Orders in the database. All but pending are settled; nothing leaves rejected or cancelled.',
      promql(`status:orderflow_orders_stored:max{${here}}`, '{{status}}'),
    ),
    heatmap(
      'From accepted to settled',
      'How long orders took from being accepted to being confirmed or rejected; the objective is 2 s.',
      buckets(`sum by (le) (increase(${settlement}_bucket{${here}}[$__rate_interval]))`),
    ),
    graph(
      'From accepted to settled, quantiles',
      's',
      'Half, 95 and 99 of 100 orders are faster.',
      promql(`orderflow_order_settlement_duration_seconds:quantile_rate1m{${here}}`, 'quantile {{quantile}}'),
    ).height(9),
    graph(
      'Pending orders',
      'short',
      'Orders that are accepted and not settled. Grows while a worker is away; they finish later.',
      promql(`status:orderflow_orders_stored:max{${here},status="pending"}`, 'pending'),
    ),
    graph(
      'Age of the oldest pending order',
      's',
      '0 when nothing is pending.',
      promql(`orderflow_orders_pending_age_seconds:max{${here}}`, 'age'),
    ),
  ),
  row(
    'Messages',
    graph(
      'Lag in messages',
      'short',
      'Messages in the topic that the group has not handled.',
      promql(`group_topic:orderflow_consumer_lag:max{${here}}`, '{{group}} of {{topic}}'),
    ).span(8),
    graph(
      'Lag in seconds',
      's',
      'How long the oldest of them waits.',
      promql(`group_topic:orderflow_consumer_lag_duration_seconds:max{${here}}`, '{{group}} of {{topic}}'),
    ).span(8),
    graph(
      'Age of a message when taken up (p95)',
      's',
      'From the publication of an event to the moment a worker takes it up; 95 of 100 are younger.',
      promql(
        `group_topic:orderflow_message_age_seconds:quantile_rate1m{${here},quantile="0.95"}`,
        '{{group}} of {{topic}}',
      ),
    ).span(8),
    graph(
      'Messages handled',
      'ops',
      'Messages handled a second, repetitions included.',
      promql(`group_topic:orderflow_messages_processed:rate1m{${here}}`, '{{group}} of {{topic}}'),
    ).span(8),
    graph(
      'Messages per transaction',
      'short',
      'How many messages one database transaction handles on average: the fuller the topic, the more, up to 100.',
      promql(
        `sum by (group, topic) (rate(orderflow_chunk_messages_sum{${here}}[$__rate_interval])) / sum by (group, topic) (rate(orderflow_chunk_messages_count{${here}}[$__rate_interval]))`,
        '{{group}} of {{topic}}',
      ),
    ).span(8),
    graph(
      'Duration of a transaction (p95)',
      's',
      'One chunk of messages: the database transaction and the publication of what it emits.',
      promql(
        `group_topic:orderflow_chunk_duration_seconds:quantile_rate1m{${here},quantile="0.95"}`,
        '{{group}} of {{topic}}',
      ),
    ).span(8),
    graph(
      'Publication (p95)',
      's',
      "Until Kafka's acknowledgement by all replicas. A part of every answer to a placed order.",
      promql(`job:orderflow_publish_duration_seconds:quantile_rate1m{${here},quantile="0.95"}`, '{{job}}'),
    ).span(8),
    graph(
      'Publications that failed',
      'percentunit',
      'Share of them. The shop answers 503 and the customer tries again; a worker repeats the message.',
      promql(`job:orderflow_publish_failures:ratio_rate1m{${here}}`, '{{job}}'),
    )
      .axisSoftMax(0.01)
      .span(8),
    graph(
      'Members of consumer groups',
      'short',
      'Workers that share the partitions of each group. With 0 nobody handles its messages.',
      promql(`group:orderflow_consumer_members:max{${here}}`, '{{group}}'),
    ).span(8),
  ),
  row(
    'Trouble',
    graph(
      'Retries',
      'ops',
      'Messages whose handling failed and is tried again: a database that is away, or the one bad message in a chunk.',
      promql(`group_topic:orderflow_messages_retried:rate1m{${here}}`, '{{group}} of {{topic}}'),
    )
      .noValue('No message was tried twice: the series begins with the first retry')
      .span(8),
    graph(
      'Messages given up',
      'ops',
      'Messages sent to a dead-letter topic, a second.',
      promql(`group_topic:orderflow_messages_dead_lettered:rate1m{${here}}`, '{{group}} of {{topic}}'),
    )
      .noValue('No message was given up: the series begins with the first')
      .span(8),
    graph(
      'Dead letters not replayed',
      'short',
      'What lies in the dead-letter topics and nobody has replayed.',
      promql(`topic:orderflow_dead_letters_open:max{${here}}`, '{{topic}}'),
    ).span(8),
  ),
  row(
    'Stock',
    graph(
      'Stock available',
      'short',
      'Pieces of each product that can be ordered.',
      promql(`product:orderflow_stock_available:max{${here}}`, '{{product}}'),
    ).span(8),
    graph(
      'Stock taken',
      'short',
      'Pieces of each product that orders hold.',
      promql(`max by (product) (orderflow_stock_taken{${here}})`, '{{product}}'),
    ).span(8),
    stacked(
      'Decisions about stock',
      'ops',
      'What product-worker decided about an order, a second.',
      promql(`sum by (outcome) (rate(orderflow_stock_decisions_total{${here}}[$__rate_interval]))`, '{{outcome}}'),
    ).span(8),
    stat(
      'Share of orders confirmed',
      'percentunit',
      'Of the orders settled in the time shown; the others had too little stock or an unknown product, or were cancelled.',
      promqlNow(
        `sum(increase(orderflow_orders_completed_total{${here},status="confirmed"}[$__range])) / sum(increase(orderflow_orders_completed_total{${here}}[$__range]))`,
        'confirmed',
      ),
    )
      .thresholds(highIsGood(0.5, 0.9))
      .span(8),
    stat(
      'Least stock of a product',
      'short',
      'Pieces left of the product with fewest.',
      promql(`min(product:orderflow_stock_available:max{${here}})`, 'pieces'),
    )
      .thresholds(highIsGood(1, 10))
      .span(8),
    stat(
      'Orders in the time shown',
      'short',
      'Orders accepted between the two ends of the time shown.',
      promqlNow(`sum(increase(orderflow_orders_placed_total{${here}}[$__range]))`, 'orders'),
    )
      .decimals(0)
      .span(8),
  ),
);
