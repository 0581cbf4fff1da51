import { row } from '../../builders/dashboard.ts';
import { linkTo } from '../../builders/links.ts';
import { logs } from '../../builders/logs-and-traces.ts';
import { logql } from '../../builders/queries.ts';

export const logsRow = row(
  'Logs',
  logs(
    'Latest log records',
    'The newest log records of the process. Each links to its trace.',
    logql('{deployment_environment_name="$environment", service_name="$service"}'),
  ).links([linkTo('logs', 'Logs and traces')]),
);
