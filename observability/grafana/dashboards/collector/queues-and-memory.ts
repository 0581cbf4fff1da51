import { row } from '../../builders/dashboard.ts';
import { graph, stat } from '../../builders/graphs.ts';
import { promql } from '../../builders/queries.ts';
import { collectorJob, rate } from './selectors.ts';

export const queuesAndMemoryRow = row(
  'Queues and memory',
  graph(
    'Queues',
    'bytes',
    'Data that waits on disk to be sent, and the limit of each queue.',
    promql(`sum by (exporter) (otelcol_exporter_queue_size{${collectorJob}})`, '{{exporter}}'),
    promql(`max(otelcol_exporter_queue_capacity{${collectorJob}})`, 'limit of each'),
  ),
  graph(
    'Memory',
    'bytes',
    'Resident memory, and the heap.',
    promql(`otelcol_process_memory_rss{${collectorJob}}`, 'resident'),
    promql(`otelcol_process_runtime_heap_alloc_bytes{${collectorJob}}`, 'heap'),
  ),
  graph('CPU', 'percentunit', 'Share of one core.', promql(`sum(${rate('otelcol_process_cpu_seconds')})`, 'CPU')).span(
    8,
  ),
  graph(
    'Batch size',
    'short',
    'Average number of items in a batch.',
    promql(
      `sum by (processor) (${rate('otelcol_processor_batch_batch_send_size_sum')}) / sum by (processor) (${rate('otelcol_processor_batch_batch_send_size_count')})`,
      '{{processor}}',
    ),
  ).span(8),
  stat('Up for', 's', 'Time since the last start.', promql(`otelcol_process_uptime{${collectorJob}}`, 'uptime'))
    .span(8)
    .height(8),
);
