import { row } from '../../builders/dashboard.ts';
import { graph, stacked } from '../../builders/graphs.ts';
import { promql } from '../../builders/queries.ts';
import { host, per } from './selectors.ts';

export const hostRow = row(
  'Host',
  stacked(
    'CPU',
    'percentunit',
    'Share of the CPU time of all cores, by mode.',
    promql(
      `sum by (state) (${per('system_cpu_time_seconds_total', `${host},state!="idle"`)}) / scalar(sum(${per('system_cpu_time_seconds_total', host)}))`,
      '{{state}}',
    ),
  )
    .max(1)
    .span(8),
  stacked(
    'Memory',
    'bytes',
    'Memory of the machine, by kind of use.',
    promql(`sum by (state) (system_memory_usage_bytes{${host}})`, '{{state}}'),
  ).span(8),
  graph(
    'Load',
    'short',
    'Processes that run or wait for a core. Above the number of cores, some wait.',
    promql(`max(system_cpu_load_average_1m{${host}})`, 'one minute'),
    promql(`max(system_cpu_logical_count{${host}})`, 'cores'),
  ).span(8),
  graph(
    'Disk',
    'Bps',
    'Bytes read and written per second.',
    promql(`sum by (direction) (${per('system_disk_io_bytes_total', host)})`, '{{direction}}'),
  ).span(8),
  graph(
    'Network',
    'Bps',
    'Bytes received and sent per second.',
    promql(`sum by (direction) (${per('system_network_io_bytes_total', host)})`, '{{direction}}'),
  ).span(8),
  graph(
    'File system',
    'percentunit',
    'Used share of the file system.',
    promql(
      `sum by (mountpoint) (system_filesystem_usage_bytes{${host},state="used"}) / sum by (mountpoint) (system_filesystem_usage_bytes{${host}})`,
      '{{mountpoint}}',
    ),
  )
    .max(1)
    .span(8),
);
