import { dashboard } from '../../builders/dashboard.ts';
import { environment } from '../../builders/variables.ts';
import { customersRow } from './customers.ts';
import { healthRow } from './health.ts';
import { trafficRow } from './traffic.ts';

export const loadTest = dashboard(
  {
    name: 'load',
    title: '9 Load test',
    description:
      "The load that k6 generates and how k6 measures the shop from outside: npm run load -- <profile>. The shop's own metrics are shown beside it. Panels without data mean that no load test runs.",
    variables: [environment()],
  },
  healthRow,
  trafficRow,
  customersRow,
);
