import { BigValueGraphMode, BigValueTextMode } from '@grafana/grafana-foundation-sdk/common';
import { row } from '../../builders/dashboard.ts';
import { stat } from '../../builders/graphs.ts';
import { promql } from '../../builders/queries.ts';
import { lowIsGood } from '../../builders/thresholds.ts';
import { selected } from './selectors.ts';

export const healthRow = row(
  'Health',
  stat(
    'Instances',
    'short',
    'Running instances; one that has ended counts for two more minutes.',
    promql(`count(process_uptime_seconds{${selected}})`, 'instances'),
  ),
  stat(
    'Up for',
    's',
    'Time since the newest instance started. An unexpectedly small value means a crash.',
    promql(`min(process_uptime_seconds{${selected}})`, 'uptime'),
  ),
  stat(
    'CPU',
    'percentunit',
    'Share of one core, for the busiest instance. JavaScript runs on one core: near 100 % the process is saturated.',
    promql(`job:process_cpu_time:rate1m{${selected}}`, 'cores'),
  ).thresholds(lowIsGood(0.7, 0.9)),
  stat(
    'Memory',
    'bytes',
    'Resident memory of the largest instance.',
    promql(`max(process_memory_usage_bytes{${selected}})`, 'resident'),
  ),
  stat(
    'Event loop delay p99',
    's',
    'How long work that is ready waits for the event loop.',
    promql(`job:nodejs_eventloop_delay_p99_seconds:max{${selected}}`, 'delay'),
  ).thresholds(lowIsGood(0.1, 0.5)),
  stat(
    'Version',
    'short',
    'The running version of Orderflow.',
    promql(`count by (service_version) (orderflow_build_info{${selected}})`, '{{service_version}}'),
  )
    .textMode(BigValueTextMode.Name)
    .graphMode(BigValueGraphMode.None),
);
