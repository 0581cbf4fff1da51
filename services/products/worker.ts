// services/products/worker.ts: reserves and releases stock for orders
import { connect } from '#database/connect.ts';
import { runWorker, workerConfig } from '#events/worker.ts';
import { faults } from '#faults/active.ts';
import { readConfig } from '#process/config.ts';
import { decide } from './decide.ts';
import { disturbStock } from './faults.ts';
import { loadStock } from './load.ts';
import { observe } from './observe.ts';
import { saveStock } from './save.ts';

const config = readConfig(workerConfig(5012));
const database = connect(config.DATABASE_URL, 'products', { poolMax: config.DATABASE_POOL_MAX });
if (faults !== undefined) disturbStock(faults, database);

await runWorker({
  service: 'product-worker',
  group: 'products',
  config,
  database,
  migrations: new URL('./migrations/', import.meta.url),
  load: loadStock(database),
  decide,
  save: saveStock(database),
  observe,
});
