// services/orders/worker.ts: moves orders through their life cycle
import { runWorker, workerConfig } from '#events/worker/run.ts';
import { connect } from '#platform/database/connect.ts';
import { readConfig } from '#telemetry/read-config.ts';
import { decide } from './decide.ts';
import { loadOrders } from './load.ts';
import { observe } from './observe.ts';
import { saveOrders } from './save.ts';

const config = readConfig(workerConfig(5013));
const database = connect(config.DATABASE_URL, 'orders', { poolMax: config.DATABASE_POOL_MAX });

await runWorker({
  service: 'order-worker',
  group: 'orders',
  config,
  database,
  migrations: new URL('./migrations/', import.meta.url),
  load: loadOrders(database),
  decide,
  save: saveOrders(database),
  observe,
});
