import { dashboard } from '../../builders/dashboard.ts';
import { healthRow } from './health.ts';
import { processesRow } from './processes.ts';
import { queuesAndMemoryRow } from './queues-and-memory.ts';
import { samplingRow } from './sampling.ts';
import { throughputRow } from './throughput.ts';

export const collector = dashboard(
  {
    name: 'collector',
    title: '8 Collector',
    description:
      'The OpenTelemetry Collector, which receives all traces, metrics and logs: what it accepts, refuses, loses and queues, and which traces it keeps. If it has problems, the other dashboards are incomplete; orders are not affected.',
    variables: [],
  },
  healthRow,
  processesRow,
  throughputRow,
  queuesAndMemoryRow,
  samplingRow,
);
