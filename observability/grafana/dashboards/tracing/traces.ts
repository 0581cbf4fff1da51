import { row } from '../../builders/dashboard.ts';
import { traceTable } from '../../builders/logs-and-traces.ts';
import { searchTraces } from '../../builders/queries.ts';

export const tracesRow = row(
  'Traces to look at',
  traceTable(
    'Slow traces',
    'The latest traces in which the selected service took longer than the duration above. Traces over 1 s are always kept.',
    searchTraces({ service: '$service', minDuration: '$slow', limit: 20 }),
  ).noValue('No slow traces'),
  traceTable(
    'Failed traces',
    'The latest traces in which a span of the selected service failed. They are always kept.',
    searchTraces({ service: '$service', tags: 'error=true', limit: 20 }),
  ).noValue('No failed traces'),
  traceTable(
    'Latest orders',
    'The latest orders whose traces were kept, from the request to the last message.',
    searchTraces({ service: 'frontend', operation: 'POST /api/orders', limit: 20 }),
  ).span(24),
);
