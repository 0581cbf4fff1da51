// services/products/server.ts: the API of products and their stock
import { followFaults } from '#events/switches/follow-faults.ts';
import { connect, databaseDependency } from '#platform/database/connect.ts';
import { migrate } from '#platform/database/migrate.ts';
import { createApp } from '#platform/http/app.ts';
import { listen } from '#platform/http/listen.ts';
import { onStop } from '#platform/process/stop.ts';
import { incomingRequests } from '#telemetry/incoming-requests.ts';
import { config } from './config.ts';
import { addDemoProducts } from './demo.ts';
import { measureStock } from './metrics.ts';
import { initModels } from './models.ts';
import { routes } from './routes.ts';

// Only the frontend calls this service.
incomingRequests.belief = () => 'everything';

const database = connect(config.DATABASE_URL, 'products', { poolMax: config.DATABASE_POOL_MAX });
onStop('database', () => database.close());
initModels(database);

const migrated = migrate(database, new URL('./migrations/', import.meta.url), async () => {
  if (config.DEMO_DATA) await addDemoProducts();
});
const app = createApp({ dependencies: [databaseDependency(database, migrated)], routes });
await listen(app, { host: config.HOST, port: config.PORT });
await followFaults();
onStop('metrics', await measureStock(database, migrated));
