// services/users/server.ts: accounts, logins, and the public keys that verify tokens
import { followFaults } from '#events/switches/follow-faults.ts';
import { connect, databaseDependency } from '#platform/database/connect.ts';
import { migrate } from '#platform/database/migrate.ts';
import { createApp } from '#platform/http/app.ts';
import { listen } from '#platform/http/listen.ts';
import { onStop } from '#platform/process/stop.ts';
import { incomingRequests } from '#telemetry/incoming-requests.ts';
import { config } from './config.ts';
import { addDemoUser } from './demo.ts';
import { initModels } from './models.ts';
import { routes } from './routes.ts';
import { createKeyLoader } from './signing-keys.ts';

// Only the frontend calls this service.
incomingRequests.belief = () => 'everything';

const database = connect(config.DATABASE_URL, 'users', { poolMax: config.DATABASE_POOL_MAX });
onStop('database', () => database.close());
initModels(database);

const loadKeys = createKeyLoader(database);

const migrated = migrate(database, new URL('./migrations/', import.meta.url), async () => {
  await loadKeys();
  if (config.DEMO_DATA) await addDemoUser();
});
const app = createApp({
  dependencies: [databaseDependency(database, migrated)],
  routes: routes({
    loadKeys,
    tokenTtlSeconds: config.TOKEN_TTL_SECONDS,
    loginLimit: { failures: config.LOGIN_FAILURES_MAX, windowSeconds: config.LOGIN_FAILURES_WINDOW_SECONDS },
  }),
});
app.set('trust proxy', 'loopback, uniquelocal'); // the frontend forwards the addresses of its clients
await listen(app, { host: config.HOST, port: config.PORT });
await followFaults();
await migrated;
