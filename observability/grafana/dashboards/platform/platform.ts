import { dashboard } from '../../builders/dashboard.ts';
import { environment } from '../../builders/variables.ts';
import { containersRow } from './containers.ts';
import { healthRow } from './health.ts';
import { hostRow } from './host.ts';
import { kafkaRow } from './kafka.ts';
import { lokiAndJaegerRow } from './loki-and-jaeger.ts';
import { mariadbRow } from './mariadb.ts';
import { prometheusRow } from './prometheus.ts';

export const platform = dashboard(
  {
    name: 'platform',
    title: '7 Platform',
    description:
      'The components that Orderflow depends on: Kafka, MariaDB, Prometheus, Loki, Jaeger, Alertmanager and the machine. Check these first when a service has problems.',
    variables: [environment()],
  },
  healthRow,
  kafkaRow,
  mariadbRow,
  prometheusRow,
  lokiAndJaegerRow,
  hostRow,
  containersRow,
);
