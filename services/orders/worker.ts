// services/orders/worker.ts: moves orders through their life cycle
import { z } from 'zod';
import { runWorker, workerConfig } from '#events/worker/run.ts';
import { connect } from '#platform/database/connect.ts';
import { readConfig } from '#telemetry/read-config.ts';
import { createDecide } from './decide.ts';
import { startExpiring } from './expire.ts';
import { loadOrders } from './load.ts';
import { observe } from './observe.ts';
import { saveOrders } from './save.ts';

const config = readConfig(
  workerConfig(5013).extend({
    /** The time after which an order is rejected whose stock was not decided. */
    ORDER_DEADLINE_SECONDS: z.coerce.number('must be a number of seconds').int().min(1).default(3_600),
  }),
);
const deadlineMs = config.ORDER_DEADLINE_SECONDS * 1_000;
const database = connect(config.DATABASE_URL, 'orders', { poolMax: config.DATABASE_POOL_MAX });

await runWorker({
  service: 'order-worker',
  group: 'orders',
  config,
  database,
  migrations: new URL('./migrations/', import.meta.url),
  load: loadOrders(database),
  decide: createDecide(deadlineMs),
  save: saveOrders(database),
  observe,
  begin: ({ publisher, versions }) => startExpiring({ database, publisher, versions, deadlineMs }),
});
