// services/orders/server.ts: what became of a customer's orders
import { connect, databaseDependency } from '#database/connect.ts';
import { migrate } from '#database/migrate.ts';
import { createApp, listen } from '#http/app.ts';
import { onStop } from '#process/stop.ts';
import { config } from './config.ts';
import { measureOrders } from './metrics.ts';
import { initModels } from './models.ts';
import { routes } from './routes.ts';

const database = connect(config.DATABASE_URL, 'orders', { poolMax: config.DATABASE_POOL_MAX });
onStop('database', () => database.close());
initModels(database);

const prepared = migrate(database, new URL('./migrations/', import.meta.url));
const app = createApp({
  dependencies: [databaseDependency(database, prepared)],
  routes: routes({ jwksUrl: config.JWKS_URL }),
});
await listen(app, { host: config.HOST, port: config.PORT });
onStop('metrics', await measureOrders(database, prepared));
