import { dashboard, row } from '../builders/dashboard.ts';
import { graph, stat } from '../builders/graphs.ts';
import { linkTo } from '../builders/links.ts';
import { note } from '../builders/note.ts';
import { here, promql, rows } from '../builders/queries.ts';
import { columnUnit, table } from '../builders/table.ts';
import { highIsGood, levels, lowIsGood } from '../builders/thresholds.ts';
import { environment } from '../builders/variables.ts';

const of = (slo: string) => `${here},slo="${slo}"`;
const burnLevels = lowIsGood(1, 6);

export const slo = dashboard(
  {
    name: 'slo',
    title: '3 SLOs and error budget',
    description:
      'The service level objectives of Orderflow and how well they are met: 99.9 % of requests to place an order succeed without a server error, and 99 % of orders settle within 2 s.',
    variables: [environment()],
  },
  row(
    'Health',
    note(
      '**How to read this.** An objective allows some errors: its *error budget*. A burn rate of 1 spends the budget exactly in the seven days for which metrics are kept. A rate above 6 is urgent; a rate above 1 needs attention on the next day. Without traffic, nothing is spent.',
    ),
    ...(['order-acceptance', 'order-settlement'] as const).flatMap((name) => [
      stat(
        `${name}: remaining budget`,
        'percentunit',
        'The remaining part of the error budget of seven days. Below 0, the objective is missed.',
        promql(`slo:error_budget:remaining{${of(name)}}`, 'remaining'),
      )
        .decimals(1)
        .thresholds(highIsGood(0, 0.25)),
      stat(
        `${name}: objective met`,
        'percentunit',
        'Share of requests or orders that met the objective in the last seven days.',
        promql(`1 - slo:errors:ratio{${of(name)},window="7d"}`, 'good'),
      )
        .decimals(3)
        .thresholds(name === 'order-acceptance' ? highIsGood(0.999, 0.9995) : highIsGood(0.99, 0.995)),
      stat(
        `${name}: burn rate, 1 h`,
        'x',
        'How many times faster than allowed the budget was spent in the last hour.',
        promql(`slo:error_budget:burn_rate{${of(name)},window="1h"}`, 'burn rate'),
      )
        .decimals(2)
        .thresholds(burnLevels),
    ]),
  ),
  row(
    'Burn rates',
    ...(['order-acceptance', 'order-settlement'] as const).map((name) =>
      graph(
        `Burn rate of ${name}`,
        'x',
        'Short windows show errors immediately; long windows show whether they matter. At 1, the budget lasts exactly seven days.',
        promql(`slo:error_budget:burn_rate{${of(name)}}`, '{{window}}'),
      ).axisSoftMax(2),
    ),
    graph(
      'Remaining budget',
      'percentunit',
      'Falls with every error, and rises when errors become older than seven days.',
      promql(`slo:error_budget:remaining{${here}}`, '{{slo}}'),
    ).axisSoftMax(1),
    table(
      'Objectives',
      'The objectives, with the share of errors in each window.',
      { slo: 'SLO', window: 'Window', 'Value #A': 'Errors', 'Value #B': 'Burn rate' },
      rows(`sum by (slo, window) (slo:errors:ratio{${here}})`),
      rows(`sum by (slo, window) (slo:error_budget:burn_rate{${here}})`),
    )
      .overrideByName('Errors', columnUnit('percentunit', 3))
      .overrideByName('Burn rate', columnUnit('x', 2))
      .span(12)
      .height(8),
  ),
  row(
    'Requests, orders and errors',
    graph(
      'Requests and orders',
      'ops',
      'The basis of the objectives: requests per second to place an order, and orders settled per second.',
      promql(`slo:total:rate1m{${here}}`, '{{slo}}'),
    ),
    graph(
      'Errors',
      'ops',
      'Requests per second that returned 5xx, and orders per second that settled later than 2 s.',
      promql(`slo:errors:rate1m{${here}}`, '{{slo}}'),
    ),
    stat(
      'Objectives',
      'percentunit',
      'Defined in observability/prometheus/rules/slo.yml.',
      promql('slo:objective:ratio', '{{slo}}'),
    )
      .decimals(1)
      .thresholds(levels([], 'blue'))
      .span(12),
    stat(
      'Settled within (p99)',
      's',
      '99 of 100 orders settle within this time. The objective is 2 s.',
      promql(`orderflow_order_settlement_duration_seconds:quantile_rate1m{${here},quantile="0.99"}`, 'p99'),
    )
      .thresholds(lowIsGood(1, 2))
      .links([linkTo('pipeline', 'Order pipeline')])
      .span(12),
  ),
);
