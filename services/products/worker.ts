// services/products/worker.ts: reserves and releases stock for orders
import { runWorker, workerConfig } from '#events/worker/run.ts';
import { connect } from '#platform/database/connect.ts';
import { faults } from '#platform/faults/this-process.ts';
import { readConfig } from '#telemetry/read-config.ts';
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
