import { dashboard } from '../../builders/dashboard.ts';
import { environment, services } from '../../builders/variables.ts';
import { byEndpointRow } from './by-endpoint.ts';
import { byProcessRow } from './by-process.ts';
import { healthRow } from './health.ts';
import { processesRow } from './processes.ts';

export const overview = dashboard(
  {
    name: 'overview',
    title: '1 Application overview',
    description:
      'The health of Orderflow: rate, errors and duration of every process that serves HTTP, and whether all processes run. Start here; the links lead to the details.',
    variables: [environment(), services()],
  },
  healthRow,
  byProcessRow,
  byEndpointRow,
  processesRow,
);
