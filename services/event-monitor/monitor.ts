// services/event-monitor/monitor.ts: reports metrics of the Kafka cluster, consumer lag, group members and open dead letters
import { createBroker, whenAvailable } from '#events/broker.ts';
import { deadLetterTopics, requireTopics } from '#events/topics.ts';
import { serveHealth } from '#platform/process/health.ts';
import { onStop } from '#platform/process/stop.ts';
import { logger } from '#telemetry/logger.ts';
import { measureCluster } from './cluster.ts';
import { config } from './config.ts';
import { followDeadLetters } from './dead-letters.ts';
import { measureLag } from './lag.ts';
import { reportCluster, reportDeadLetters, reportLag } from './metrics.ts';

const broker = createBroker({ brokers: config.KAFKA_BROKERS, clientId: 'event-monitor' });

const lag = measureLag(broker, config.MONITOR_INTERVAL_MS);
onStop('lag', lag.stop);
reportLag(lag);

const cluster = measureCluster(broker, config.MONITOR_INTERVAL_MS);
onStop('cluster', cluster.stop);
reportCluster(cluster);

const joined = Promise.withResolvers<() => Promise<void>>();
await serveHealth({
  host: config.HOST,
  port: config.PORT,
  dependencies: [
    { name: 'kafka', check: lag.check },
    { name: 'consumer-group', check: async () => (await joined.promise)() },
  ],
});

await whenAvailable(() => requireTopics(broker, deadLetterTopics));
const deadLetters = await followDeadLetters(broker);
onStop('consumer', deadLetters.close);
joined.resolve(deadLetters.joined);
reportDeadLetters(deadLetters.open);
logger.info('monitoring', { topics: deadLetterTopics });
