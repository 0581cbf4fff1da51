// services/alert-inbox/server.ts: takes what Alertmanager tells, and shows it, so that alerts are seen without any account
import { join } from 'node:path';
import { z } from 'zod';
import { createApp } from '#platform/http/app.ts';
import { listen } from '#platform/http/listen.ts';
import { host, port, serviceUrl } from '#platform/process/config.ts';
import { readConfig } from '#telemetry/read-config.ts';
import { Inbox } from './notifications.ts';
import { routes } from './routes.ts';

const config = readConfig(
  z.object({
    HOST: host,
    PORT: port(5016),
    ALERT_GRAFANA_URL: serviceUrl('http://127.0.0.1:3000'),
    /** How many notifications are kept. */
    ALERT_INBOX_SIZE: z.coerce.number('must be a number').int().min(1).max(10_000).default(200),
  }),
);

const app = createApp({
  dependencies: [],
  routes: routes({
    inbox: new Inbox(config.ALERT_INBOX_SIZE),
    grafanaUrl: config.ALERT_GRAFANA_URL,
    runbooks: join(import.meta.dirname, '..', '..', 'runbooks'),
  }),
});
await listen(app, { host: config.HOST, port: config.PORT });
