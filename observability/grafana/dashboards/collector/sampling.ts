import { row } from '../../builders/dashboard.ts';
import { graph, stacked } from '../../builders/graphs.ts';
import { linkTo } from '../../builders/links.ts';
import { promql } from '../../builders/queries.ts';
import { collectorJob, rate } from './selectors.ts';

export const samplingRow = row(
  'Sampling',
  stacked(
    'Decisions',
    'ops',
    'Sampling decisions per second: traces kept or dropped.',
    promql(
      `sum by (sampled) (${rate('otelcol_processor_tail_sampling_global_count_traces_sampled')})`,
      'kept: {{sampled}}',
    ),
  ),
  graph(
    'Kept by policy',
    'ops',
    'Traces per second that each policy keeps: errors, slow traces, orders up to a rate, and a tenth of the rest.',
    promql(
      `sum by (policy) (${rate('otelcol_processor_tail_sampling_count_traces_sampled', ',sampled="true"')})`,
      '{{policy}}',
    ),
  ),
  graph(
    'Traces in memory',
    'short',
    'Traces that wait for their decision, or that stay in memory after it.',
    promql(`otelcol_processor_tail_sampling_sampling_traces_on_memory{${collectorJob}}`, 'traces'),
  ).links([linkTo('tracing', 'Distributed tracing')]),
  graph(
    'Dropped before a decision',
    'ops',
    'Traces per second that were dropped without a decision because too many waited. Must be 0.',
    promql(`sum(${rate('otelcol_processor_tail_sampling_sampling_trace_dropped_too_early')})`, 'traces'),
  ),
);
