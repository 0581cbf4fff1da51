import { Kafka, logLevel } from 'kafkajs';
import { type Broker, withAdmin } from '#events/broker.ts';
import { securityOptions } from '#events/security.ts';
import type { Component } from '../stack/components/component.ts';
import { components } from '../stack/components/components.ts';
import { admin, securityOf } from '../stack/kafka/credentials.ts';
import { readSecrets } from '../stack/secrets.ts';
import { Stack } from '../stack/supervisor/stack.ts';
import { type Drained, drainBacklog } from './backlog.ts';
import type { Options } from './options.ts';
import { profilerArguments } from './profile.ts';
import { bestOf, describeRun, type RateRun } from './rate-run.ts';
import { runAtEach, searchHighest } from './rates.ts';
import { withReplicas } from './replicas.ts';
import { runAtRate } from './run-at-rate.ts';
import type { Variant } from './variant.ts';

/** The figures of a variant. */
export interface Result {
  title: string;
  /** The run with the highest sustained rate. */
  sustained: RateRun | null;
  runs: RateRun[];
  /** Null if no backlog was requested. */
  drained: Drained | null;
}

/** Starts the servers and the processes of a variant, measures it, and stops them. */
export async function measure(variant: Variant, options: Options): Promise<Result> {
  const { paths, say } = options;
  const secrets = readSecrets(paths.secrets);
  const watcher = { onChange: () => undefined, report: say };
  Object.assign(process.env, variant.env);
  const serverComponents = components(paths, secrets).filter(({ tier }) => tier === 'servers');
  const servers = new Stack(serverComponents, paths, watcher);
  // The pipeline shares ports and data with the servers, but has its own logs and state.
  const pipelinePaths = { ...paths, logs: `${paths.logs}-pipeline`, state: `${paths.state}-pipeline` };
  const processes = variant.components(paths, secrets).map((component) => withProfiler(component, options.profiles));
  const pipeline = new Stack(withReplicas(processes, variant.workers, options.workers), pipelinePaths, watcher);
  const stop = async () => {
    await pipeline.stop();
    await servers.stop();
  };
  const interrupted = () => void stop().then(() => process.exit(1));
  process.once('SIGINT', interrupted);
  try {
    await servers.start();
    const clientId = 'bench';
    const kafka = new Kafka({
      clientId,
      brokers: [`127.0.0.1:${paths.ports.kafka}`],
      ...securityOptions(securityOf(paths, admin)),
      logLevel: logLevel.NOTHING,
    });
    const broker: Broker = { clientId, kafka, fullName: (name) => name };
    await recreateTopics(broker, options.partitions);
    await pipeline.start();
    const { products, token } = await variant.prepare(paths, secrets);
    const url = `http://127.0.0.1:${paths.ports.frontend}`;
    const shop = { k6: options.k6, url, token, products, broker, stacks: [servers, pipeline] };
    say('  warming up');
    await runAtRate(shop, 50, 5);
    await runAtRate(shop, 200, 5);
    await runAtRate(shop, 500, 15);
    const runAt = async (rate: number) => {
      const run = await runAtRate(shop, rate, options.seconds);
      say(`  ${describeRun(run)}`);
      return run;
    };
    const { rates, backlog } = options;
    const runs = rates.length > 0 ? await runAtEach(rates, runAt) : await searchHighest(runAt);
    const running = { broker, servers, pipeline, products };
    const drained = backlog > 0 ? await drainBacklog(variant, running, backlog) : null;
    if (drained !== null) say(`  ${drained.ordersPerSecond.toFixed(0)} orders/s out of a backlog`);
    return { title: variant.title, sustained: bestOf(runs), runs, drained };
  } finally {
    process.off('SIGINT', interrupted);
    await stop();
    for (const name of Object.keys(variant.env)) delete process.env[name];
  }
}

/** Adds Node's arguments for a CPU profile to our own processes. Of several replicas the last to end leaves its profile. */
function withProfiler(component: Component, folder: string | undefined): Component {
  if (folder === undefined || component.tier !== 'services') return component;
  const command = () => {
    const { file, args, ...rest } = component.command();
    return { file, args: [...profilerArguments(folder, component.name), ...args], ...rest };
  };
  return { ...component, command };
}

/** Creates the empty topics of every variant again, with the broker's time as the time of each message. */
async function recreateTopics(broker: Broker, partitions: number): Promise<void> {
  const topics = ['orders', 'stock'];
  await withAdmin(broker, async (client) => {
    await client.deleteTopics({ topics });
    await client.createTopics({
      waitForLeaders: true,
      topics: topics.map((topic) => ({
        topic,
        numPartitions: partitions,
        configEntries: [{ name: 'message.timestamp.type', value: 'LogAppendTime' }],
      })),
    });
  });
}
