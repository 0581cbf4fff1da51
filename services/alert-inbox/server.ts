// services/alert-inbox/server.ts: receives the notifications of Alertmanager and shows them on a page
import { join } from 'node:path';
import { createApp } from '#platform/http/app.ts';
import { listen } from '#platform/http/listen.ts';
import { config } from './config.ts';
import { Inbox } from './notifications.ts';
import { routes } from './routes.ts';

const app = createApp({
  dependencies: [],
  routes: routes({
    inbox: new Inbox(config.ALERT_INBOX_SIZE),
    token: config.ALERT_INBOX_TOKEN,
    pages: { grafana: config.ALERT_GRAFANA_URL, operations: config.ALERT_OPERATIONS_URL },
    runbooks: join(import.meta.dirname, '..', '..', 'runbooks'),
  }),
});
await listen(app, { host: config.HOST, port: config.PORT });
