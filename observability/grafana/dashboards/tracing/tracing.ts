import { dashboard } from '../../builders/dashboard.ts';
import { environment, service, typed } from '../../builders/variables.ts';
import { callsRow } from './calls.ts';
import { durationsRow } from './durations.ts';
import { healthRow } from './health.ts';
import { tracesRow } from './traces.ts';

export const tracing = dashboard(
  {
    name: 'tracing',
    title: '4 Distributed tracing',
    description:
      'How long the work of a service takes, which services call each other, and which traces are worth a look. Rates and durations are counted before sampling, so they are exact although Jaeger keeps only some traces. Click a point on the heatmap of traces to open a trace.',
    variables: [
      environment(),
      service(),
      typed('slow', 'Slow means longer than', 'A duration such as 200ms or 1.5s.', '200ms'),
    ],
  },
  healthRow,
  durationsRow,
  callsRow,
  tracesRow,
);
