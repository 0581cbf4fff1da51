import type { Sequelize } from 'sequelize';
import { z } from 'zod';
import { databaseSettings } from '#platform/database/config.ts';
import { databaseDependency } from '#platform/database/connect.ts';
import { migrate } from '#platform/database/migrate.ts';
import { faults } from '#platform/faults/this-process.ts';
import { brokers, host, port } from '#platform/process/config.ts';
import { serveHealth } from '#platform/process/health.ts';
import { onStop } from '#platform/process/stop.ts';
import { logger } from '#telemetry/logger.ts';
import { createBroker, whenAvailable } from '../broker.ts';
import type { Topic } from '../catalog.ts';
import { type GroupOptions, joinGroup } from '../group.ts';
import { beginCounting } from '../metrics.ts';
import { createPublisher } from '../publish.ts';
import { type Group, type Subscribed, subscriptions } from '../subscriptions.ts';
import { followFaults } from '../switches/follow-faults.ts';
import { createTopics, topicsOf } from '../topics.ts';
import { consumeBatch } from './consume.ts';
import { joinDisturbed } from './consumer-faults.ts';
import type { Handler } from './handler.ts';
import { disturbHandler } from './handler-faults.ts';
import { purgeRecords } from './record.ts';
import { transactions } from './transaction.ts';

/** The configuration of a worker; `PORT` is where it answers health checks. */
export const workerConfig = (healthPort: number) =>
  z.object({ ...databaseSettings, HOST: host, PORT: port(healthPort), KAFKA_BROKERS: brokers });

export interface Worker<G extends Group, State> extends Handler<State, Subscribed<G>> {
  /** The name of the process. */
  service: string;
  /** The consumer group, which says what is subscribed to (see subscriptions.ts). */
  group: G;
  config: z.infer<ReturnType<typeof workerConfig>>;
  database: Sequelize;
  /** The folder of the migrations of the worker's database. */
  migrations: URL;
}

const purgeEveryMs = 10 * 60 * 1_000;

/**
 * Runs a worker: migrates its database, creates the topics, joins its group and handles what comes, until the process
 * is stopped. Waits for whatever is not there yet; meanwhile /health/ready says what is missing.
 */
export async function runWorker<G extends Group, State>(worker: Worker<G, State>): Promise<void> {
  const { service, group, config, database } = worker;
  const types: readonly Subscribed<G>[] = subscriptions[group];
  const broker = createBroker({ brokers: config.KAFKA_BROKERS, clientId: service });
  const publisher = await createPublisher(broker);
  const prepared = migrate(database, worker.migrations);
  const joined = Promise.withResolvers<() => Promise<void>>();
  await serveHealth({
    host: config.HOST,
    port: config.PORT,
    dependencies: [
      databaseDependency(database, prepared),
      { name: 'kafka', check: publisher.connected },
      { name: 'consumer-group', check: async () => (await joined.promise)() },
    ],
  });
  onStop('database', () => database.close());
  onStop('publisher', publisher.close);

  await Promise.all([prepared, whenAvailable(() => createTopics(broker))]);
  beginCounting(group, types);
  const handler = faults === undefined ? worker : disturbHandler(faults, worker);
  const consumption = { group, types, handler, database, transact: transactions(database, handler), publisher };
  const options: GroupOptions<Topic> = {
    group,
    topics: topicsOf(types),
    fromBeginning: true,
    eachBatch: (topic, payload) => consumeBatch(consumption, topic, payload),
  };
  const member = await (faults === undefined ? joinGroup(broker, options) : joinDisturbed(faults, broker, options));
  onStop('consumer', member.close);
  joined.resolve(member.joined);
  await followFaults();

  const purging = setInterval(() => void purge(database), purgeEveryMs);
  onStop('purging', () => clearInterval(purging));
  logger.info('consuming', { group, types });
}

async function purge(database: Sequelize): Promise<void> {
  try {
    const purged = await purgeRecords(database, new Date());
    if (purged > 0) logger.info('purged records of handled messages', { purged });
  } catch (error) {
    logger.warn('records of handled messages were not purged', { error });
  }
}
