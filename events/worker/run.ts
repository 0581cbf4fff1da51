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
import { type Broker, createBroker, whenAvailable } from '../broker.ts';
import type { EventType, Topic } from '../catalog.ts';
import { type Emitter, emissions } from '../emissions.ts';
import { type GroupMember, type GroupOptions, joinGroup } from '../group.ts';
import { beginCounting } from '../metrics.ts';
import { createPublisher, type Publisher } from '../publish.ts';
import { type Group, type Subscribed, subscriptions } from '../subscriptions.ts';
import { followFaults } from '../switches/follow-faults.ts';
import { requireTopics, topicsOf } from '../topics.ts';
import { eventVersions, type NegotiatedVersions, negotiateVersions } from '../written-versions.ts';
import { consumeBatch } from './consume.ts';
import { joinWithFaults } from './consumer-faults.ts';
import { createEventConsumer, type EventConsumer } from './event-consumer.ts';
import type { Handler } from './handler.ts';
import { disturbHandler } from './handler-faults.ts';
import { startPurging } from './purge.ts';
import { SetAsideMessages } from './set-aside.ts';

/** Returns the schema of a worker's configuration. The worker serves health checks on `PORT`. */
export const workerConfig = (healthPort: number) =>
  z.object({
    ...databaseSettings,
    HOST: host,
    PORT: port(healthPort),
    KAFKA_BROKERS: brokers,
    EVENT_VERSIONS: eventVersions,
    /** The maximum number of messages that are handled together. */
    WORKER_CHUNK_SIZE: z.coerce.number('must be 1 to 1000').int().min(1).max(1_000).default(100),
  });

/** The business logic of a worker, and the process that runs it. */
export interface Worker<G extends Group, State> extends Handler<State, Subscribed<G>> {
  /** The name of the process. */
  service: Emitter;
  /** The consumer group, which determines the subscribed events (see subscriptions.ts). */
  group: G;
  config: z.infer<ReturnType<typeof workerConfig>>;
  database: Sequelize;
  /** The folder with the migrations of the database. */
  migrations: URL;
  /** Begins background work, which no message causes, when the worker has joined its group. Returns a function that ends it. */
  begin?(tools: { publisher: Publisher; versions: NegotiatedVersions }): () => void;
}

/**
 * Runs a worker until the process is stopped: migrates its database, joins its group and handles the
 * events. Waits for MariaDB, Kafka and the topics; meanwhile /health/ready reports which of them is unavailable.
 */
export async function runWorker<G extends Group, State>(worker: Worker<G, State>): Promise<void> {
  const { service, group, config, database } = worker;
  const types: readonly Subscribed<G>[] = subscriptions[group];
  const broker = createBroker({ brokers: config.KAFKA_BROKERS, clientId: service });
  const versions = negotiateVersions(broker, emissions[service], config.EVENT_VERSIONS);
  const publisher = await createPublisher(broker, versions);
  const migrated = migrate(database, worker.migrations);
  const member = Promise.withResolvers<GroupMember>();
  await serveHealth({
    host: config.HOST,
    port: config.PORT,
    dependencies: [
      databaseDependency(database, migrated),
      { name: 'kafka', check: publisher.connected },
      { name: 'consumer-group', check: async () => (await member.promise).joined() },
    ],
  });
  onStop('database', () => database.close());
  onStop('publisher', publisher.close);
  onStop('versions', versions.stop);

  await Promise.all([migrated, whenAvailable(() => requireTopics(broker, topicsOf(types)))]);
  beginCounting(group, types);
  const handler = faults === undefined ? worker : disturbHandler(faults, worker);
  const consumer = createEventConsumer({
    group,
    types,
    handler,
    database,
    publisher,
    versions,
    chunkSize: config.WORKER_CHUNK_SIZE,
  });
  member.resolve(await joinWorkerGroup(broker, consumer));
  await followFaults();
  onStop('purge', startPurging(database));
  if (worker.begin !== undefined) onStop('background work', worker.begin({ publisher, versions }));
  logger.info('consuming', { group, types });
}

async function joinWorkerGroup<T extends EventType>(broker: Broker, consumer: EventConsumer<T>): Promise<GroupMember> {
  const setAside = new SetAsideMessages(broker, consumer);
  onStop('set-aside messages', () => setAside.stop());
  const options: GroupOptions<Topic> = {
    group: consumer.group,
    topics: topicsOf(consumer.types),
    fromBeginning: true,
    onJoin: () => setAside.handle(),
    eachBatch: (topic, payload) => consumeBatch(consumer, topic, payload),
  };
  const member = await (faults === undefined ? joinGroup(broker, options) : joinWithFaults(faults, broker, options));
  onStop('consumer', () => member.close());
  return member;
}
