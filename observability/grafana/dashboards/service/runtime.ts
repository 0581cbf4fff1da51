import { row } from '../../builders/dashboard.ts';
import { graph } from '../../builders/graphs.ts';
import { promql } from '../../builders/queries.ts';
import { selected } from './selectors.ts';

export const runtimeRow = row(
  'Runtime',
  graph(
    'CPU by instance',
    'percentunit',
    'Share of one core.',
    promql(`sum by (instance) (rate(process_cpu_time_seconds_total{${selected}}[$__rate_interval]))`, '{{instance}}'),
  ).span(8),
  graph(
    'Memory',
    'bytes',
    'Resident memory, and the part of it that JavaScript objects use.',
    promql(`max(process_memory_usage_bytes{${selected}})`, 'resident'),
    promql(`max(sum by (instance) (v8js_memory_heap_used_bytes{${selected}}))`, 'heap used'),
  ).span(8),
  graph(
    'Event loop utilization',
    'percentunit',
    'Share of the time that the event loop of the busiest instance is active.',
    promql(`job:nodejs_eventloop_utilization:max{${selected}}`, 'utilization'),
  )
    .max(1)
    .span(8),
  graph(
    'Event loop delay',
    's',
    'How long work that is ready waits for the event loop of the slowest instance.',
    promql(`max(nodejs_eventloop_delay_p50_seconds{${selected}})`, 'p50'),
    promql(`max(nodejs_eventloop_delay_p99_seconds{${selected}})`, 'p99'),
    promql(`max(nodejs_eventloop_delay_max_seconds{${selected}})`, 'max'),
  ),
  graph(
    'Garbage collection',
    'percentunit',
    'Share of the time spent collecting garbage, by kind.',
    promql(
      `sum by (v8js_gc_type) (rate(v8js_gc_duration_seconds_sum{${selected}}[$__rate_interval]))`,
      '{{v8js_gc_type}}',
    ),
  ),
);
