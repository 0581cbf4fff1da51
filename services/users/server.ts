// services/users/server.ts: accounts, logins, sessions, and the public keys that verify tokens
import { followFaults } from '#events/switches/follow-faults.ts';
import { connect, databaseDependency } from '#platform/database/connect.ts';
import { migrate } from '#platform/database/migrate.ts';
import { createApp } from '#platform/http/app.ts';
import { listen } from '#platform/http/listen.ts';
import { onStop } from '#platform/process/stop.ts';
import { incomingRequests } from '#telemetry/incoming-requests.ts';
import { config } from './config.ts';
import { addDemoUser, lockDemoUser } from './demo.ts';
import { initModels } from './models.ts';
import { routes } from './routes.ts';
import { deleteExpiredSessionsRegularly } from './sessions.ts';
import { createKeyLoader } from './signing-keys.ts';

// Only the frontend calls this service.
incomingRequests.belief = () => 'everything';

const database = connect(config.DATABASE_URL, 'users', { poolMax: config.DATABASE_POOL_MAX });
onStop('database', () => database.close());
initModels(database);

const loadKeys = createKeyLoader(database);

const migrated = migrate(database, new URL('./migrations/', import.meta.url), async () => {
  await loadKeys();
  await (config.DEMO_DATA ? addDemoUser() : lockDemoUser());
});
const app = createApp({
  dependencies: [databaseDependency(database, migrated)],
  routes: routes({
    loadKeys,
    tokenTtlSeconds: config.TOKEN_TTL_SECONDS,
    frontendSecret: config.FRONTEND_SECRET,
    loginLimits: {
      failures: config.LOGIN_FAILURES_MAX,
      windowSeconds: config.LOGIN_FAILURES_WINDOW_SECONDS,
      failuresPerAddress: config.LOGIN_FAILURES_PER_ADDRESS_MAX,
      failuresPerUser: config.LOGIN_FAILURES_PER_USER_MAX,
    },
    signUpsPerMinute: config.SIGN_UPS_PER_MINUTE,
    hashQueue: {
      concurrency: config.PASSWORD_HASHES_MAX,
      maxWaiting: config.PASSWORD_QUEUE_MAX,
      maxWaitingPerClient: config.PASSWORD_QUEUE_PER_CLIENT_MAX,
      maxWaitMs: config.PASSWORD_QUEUE_MS,
    },
  }),
});
await listen(app, { host: config.HOST, port: config.PORT });
await followFaults();
await migrated;
onStop('expired sessions', deleteExpiredSessionsRegularly());
