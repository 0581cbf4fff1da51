import { dashboard } from '../../builders/dashboard.ts';
import { environment, service } from '../../builders/variables.ts';
import { databaseRow } from './database.ts';
import { healthRow } from './health.ts';
import { httpRow } from './http.ts';
import { logsRow } from './logs.ts';
import { messagesRow } from './messages.ts';
import { runtimeRow } from './runtime.ts';

export const oneService = dashboard(
  {
    name: 'service',
    title: '6 One service',
    description:
      'Everything about one process. Choose it above. Rows that do not apply to the process stay empty: workers serve no HTTP API; the frontend has no database and consumes messages only for live status.',
    variables: [environment(), service()],
  },
  healthRow,
  httpRow,
  messagesRow,
  runtimeRow,
  databaseRow,
  logsRow,
);
