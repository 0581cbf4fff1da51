// services/event-monitor/monitor.ts: measures what no worker can say of itself: the Kafka cluster, consumer lag, group members, open dead letters
import { metrics } from '@opentelemetry/api';
import { z } from 'zod';
import { createBroker, whenAvailable } from '#events/broker.ts';
import { OpenDeadLetters } from '#events/dead-letters/dead-letter.ts';
import { joinGroup } from '#events/group.ts';
import { createTopics, deadLetterTopics } from '#events/topics.ts';
import { brokers, host, port } from '#platform/process/config.ts';
import { serveHealth } from '#platform/process/health.ts';
import { onStop } from '#platform/process/stop.ts';
import { logger } from '#telemetry/logger.ts';
import { readConfig } from '#telemetry/read-config.ts';
import { measureCluster } from './cluster.ts';
import { measureLag } from './lag.ts';

const config = readConfig(
  z.object({
    HOST: host,
    PORT: port(5014),
    KAFKA_BROKERS: brokers,
    /** Milliseconds between two measurements. */
    MONITOR_INTERVAL_MS: z.coerce.number('must be a number').int().min(100).default(2_000),
  }),
);
const broker = createBroker({ brokers: config.KAFKA_BROKERS, clientId: 'event-monitor' });
const letters = new OpenDeadLetters();
const lag = measureLag(broker, config.MONITOR_INTERVAL_MS);
onStop('lag', lag.stop);
onStop('cluster', measureCluster(broker, config.MONITOR_INTERVAL_MS).stop);
const joined = Promise.withResolvers<() => Promise<void>>();

await serveHealth({
  host: config.HOST,
  port: config.PORT,
  dependencies: [
    { name: 'kafka', check: lag.check },
    { name: 'consumer-group', check: async () => (await joined.promise)() },
  ],
});
await whenAvailable(() => createTopics(broker));

// Offsets are never committed: each start reads the dead letters anew.
const member = await joinGroup(broker, {
  group: 'event-monitor',
  topics: deadLetterTopics,
  fromBeginning: true,
  commit: false,
  eachBatch: async (topic, { batch, resolveOffset }) => {
    for (const message of batch.messages) letters.read(topic, batch.partition, message);
    resolveOffset(batch.lastOffset());
  },
});
onStop('consumer', member.close);
joined.resolve(member.joined);

metrics
  .getMeter('orderflow')
  .createObservableGauge('orderflow.dead_letters.open', {
    description: 'Dead letters that nobody has dealt with',
    unit: '{message}',
  })
  .addCallback((result) => {
    for (const topic of deadLetterTopics) result.observe(letters.count(topic), { topic });
  });
logger.info('monitoring', { topics: deadLetterTopics });
