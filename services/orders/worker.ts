// services/orders/worker.ts: the life cycle of orders
import { connect } from '#database/connect.ts';
import { runWorker, workerConfig } from '#events/worker.ts';
import { readConfig } from '#process/config.ts';
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
