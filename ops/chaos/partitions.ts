import { Kafka, logLevel } from 'kafkajs';
import { whenAvailable, withAdmin } from '#events/broker.ts';
import { deadLetterTopics, topics } from '#events/topics.ts';
import { type BrokerCount, bootstrapServers } from '../stack/components/brokers.ts';
import type { Component } from '../stack/components/component.ts';
import { admin, credentialsFolder, readPassword } from '../stack/kafka/credentials.ts';
import type { StackPaths } from '../stack/paths.ts';

const withinMs = 60_000;

/**
 * Returns the broker that sets Kafka up, with topics that have so many partitions. They are created before the set-up, which
 * adds their settings. Any other component is returned unchanged.
 */
export function withPartitions(
  component: Component,
  partitions: number,
  { paths, brokers }: { paths: StackPaths; brokers: BrokerCount },
): Component {
  const { name, setUp } = component;
  if (name !== 'kafka' || setUp === undefined) return component;
  return {
    ...component,
    setUp: async (context) => {
      const addresses = bootstrapServers(paths.ports, brokers).split(',');
      const password = readPassword(credentialsFolder(paths), admin);
      await whenAvailable(() => createTopics(addresses, password, partitions), AbortSignal.timeout(withinMs));
      await setUp(context);
    },
  };
}

/** Creates the topics over PLAIN, because the set-up has not created the users of SCRAM yet. */
function createTopics(brokers: string[], password: string, numPartitions: number): Promise<boolean> {
  const kafka = new Kafka({
    clientId: 'chaos',
    brokers,
    sasl: { mechanism: 'plain', username: admin, password },
    logLevel: logLevel.NOTHING,
  });
  return withAdmin({ clientId: 'chaos', kafka, fullName: (name) => name }, (client) =>
    client.createTopics({
      waitForLeaders: true,
      topics: [...topics, ...deadLetterTopics].map((topic) => ({ topic, numPartitions })),
    }),
  );
}
