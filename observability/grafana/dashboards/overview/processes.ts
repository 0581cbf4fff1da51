import { row } from '../../builders/dashboard.ts';
import { graph, stacked } from '../../builders/graphs.ts';
import { here, promql } from '../../builders/queries.ts';
import { selected } from './selectors.ts';

export const processesRow = row(
  'Processes and customers',
  stacked(
    'Instances by process',
    'short',
    'Running instances of each process. One that has ended counts for two more minutes.',
    promql(`count by (job) (process_uptime_seconds{${selected}})`, '{{job}}'),
  ).span(8),
  graph(
    'CPU',
    'percentunit',
    'Share of one core, for the busiest instance. JavaScript runs on one core.',
    promql(`job:process_cpu_time:rate1m{${selected}}`, '{{job}}'),
  ).span(8),
  graph(
    'Event loop delay p99',
    's',
    'How long work that is ready waits for the event loop. Above 100 ms, the process is overloaded.',
    promql(`job:nodejs_eventloop_delay_p99_seconds:max{${selected}}`, '{{job}}'),
  ).span(8),
  graph(
    'Logins',
    'ops',
    'Logins per second, by outcome.',
    promql(`sum by (outcome) (rate(orderflow_logins_total{${here}}[$__rate_interval]))`, '{{outcome}}'),
  ).span(8),
  graph(
    'Requests in flight',
    'short',
    'Requests in progress, including open live status streams.',
    promql(`sum by (job) (http_server_active_requests{${selected}})`, '{{job}}'),
  ).span(8),
  graph(
    'Live status streams',
    'short',
    'Customers who watch an order (open server-sent event streams).',
    promql(`sum(orderflow_streams_open{${here}})`, 'streams'),
  ).span(8),
);
