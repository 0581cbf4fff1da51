import { collapsed } from '../../builders/dashboard.ts';
import { graph } from '../../builders/graphs.ts';
import { linkTo } from '../../builders/links.ts';
import { promql } from '../../builders/queries.ts';

const optional = 'Only with the Compose profile "hosts"';

export const containersRow = collapsed(
  'Containers (optional profile)',
  graph(
    'CPU by container',
    'percentunit',
    'Share of one core.',
    promql('sum by (name) (rate(container_cpu_usage_seconds_total{name!=""}[$__rate_interval]))', '{{name}}'),
  )
    .noValue(optional)
    .links([linkTo('overview', 'Application overview')]),
  graph(
    'Memory by container',
    'bytes',
    'Memory that counts toward the limit of the container.',
    promql('sum by (name) (container_memory_working_set_bytes{name!=""})', '{{name}}'),
  ).noValue(optional),
  graph(
    'Share of the memory limit',
    'percentunit',
    'At 100 % the container is killed.',
    promql(
      'sum by (name) (container_memory_working_set_bytes{name!=""}) / (sum by (name) (container_spec_memory_limit_bytes{name!=""}) > 0)',
      '{{name}}',
    ),
  ).noValue(optional),
  graph(
    'CPU throttling',
    'percentunit',
    'Share of the time that the CPU limit made a container wait.',
    promql('sum by (name) (rate(container_cpu_cfs_throttled_seconds_total{name!=""}[$__rate_interval]))', '{{name}}'),
  ).noValue(optional),
);
