import { row } from '../../builders/dashboard.ts';
import { here, rows } from '../../builders/queries.ts';
import { serviceGraph } from '../../builders/service-graph.ts';
import { columnUnit, table } from '../../builders/table.ts';

const edges = 'traces_service_graph_request';

export const callsRow = row(
  'Calls between services',
  serviceGraph(
    'Services',
    'An arrow shows the calls and messages per second from one service to another; a circle shows what the service receives.',
    rows(
      `sum by (id, title) (label_join(label_replace(rate(${edges}_total{${here}}[$__range]), "id", "$1", "server", "(.+)") or label_replace(0 * rate(${edges}_total{${here}}[$__range]), "id", "$1", "client", "(.+)"), "title", "", "id"))`,
    ),
    rows(
      `sum by (id, source, target) (label_join(label_replace(label_replace(rate(${edges}_total{${here}}[$__range]), "source", "$1", "client", "(.+)"), "target", "$1", "server", "(.+)"), "id", " to ", "client", "server"))`,
    ),
  ),
  table(
    'Calls between services',
    'Calls and messages per second, failures, and the duration that 95 of 100 stay below.',
    { client: 'From', server: 'To', 'Value #A': 'Rate', 'Value #B': 'Failed', 'Value #C': 'p95' },
    rows(`sum by (client, server) (rate(${edges}_total{${here}}[$__range]))`),
    rows(
      `sum by (client, server) (rate(${edges}_failed_total{${here}}[$__range])) or 0 * sum by (client, server) (rate(${edges}_total{${here}}[$__range]))`,
    ),
    rows(
      `histogram_quantile(0.95, sum by (client, server, le) (rate(${edges}_server_seconds_bucket{${here}}[$__range])))`,
    ),
  )
    .overrideByName('Rate', columnUnit('ops', 2))
    .overrideByName('Failed', columnUnit('ops', 2))
    .overrideByName('p95', columnUnit('s'))
    .span(12)
    .height(12),
);
