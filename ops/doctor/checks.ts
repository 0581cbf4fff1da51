import type { Check } from './check.ts';
import { alertmanager } from './checks/alertmanager.ts';
import { backEnds } from './checks/back-ends.ts';
import { cancellation } from './checks/cancellation.ts';
import { collector } from './checks/collector.ts';
import { consumers } from './checks/consumers.ts';
import { dashboards } from './checks/dashboards.ts';
import { datasources } from './checks/datasources.ts';
import { deadLetters } from './checks/dead-letters.ts';
import { inbox } from './checks/inbox.ts';
import { kafka } from './checks/kafka.ts';
import { logs } from './checks/logs.ts';
import { metrics } from './checks/metrics.ts';
import { order } from './checks/order.ts';
import { processes } from './checks/processes.ts';
import { rules } from './checks/rules.ts';
import { secrets } from './checks/secrets.ts';
import { stock } from './checks/stock.ts';
import { strangers } from './checks/strangers.ts';
import { targets } from './checks/targets.ts';
import { trace } from './checks/trace.ts';

/** All checks of `npm run doctor`, in the order in which they run. */
export const checks: readonly Check[] = [
  processes,
  backEnds,
  order,
  trace,
  logs,
  secrets,
  targets,
  metrics,
  kafka,
  strangers,
  consumers,
  deadLetters,
  stock,
  rules,
  alertmanager,
  inbox,
  collector,
  datasources,
  dashboards,
  cancellation,
];
