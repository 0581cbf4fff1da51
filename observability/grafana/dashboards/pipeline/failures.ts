import { row } from '../../builders/dashboard.ts';
import { graph } from '../../builders/graphs.ts';
import { here, promql } from '../../builders/queries.ts';

export const failuresRow = row(
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
  graph(
    'Conflicting messages',
    'ops',
    'Messages per second that are ignored because their id was used before for other data. An order.placed here is an order that was placed again with other items: the customer got 202, and the first items count.',
    promql(
      `sum by (group, type) (rate(orderflow_messages_conflicting_total{${here}}[$__rate_interval]))`,
      '{{type}} in {{group}}',
    ),
  ),
  graph(
    'Order lookups',
    'ops',
    'Orders per second that the frontend looks up before it accepts them: new, known (a repeated request), or unavailable (accepted without a lookup).',
    promql(`sum by (outcome) (rate(orderflow_orders_looked_up_total{${here}}[$__rate_interval]))`, '{{outcome}}'),
  ),
);
