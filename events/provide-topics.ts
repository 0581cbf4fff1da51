import kafkajs, { type Admin, type DescribeConfigResponse } from 'kafkajs';

const { ConfigResourceTypes, ConfigSource } = kafkajs;

/** A topic that must exist, with these settings unless it has others. */
export interface TopicSettings {
  topic: string;
  partitions: number;
  settings: Readonly<Record<string, string>>;
}

/** Creates the topics that do not exist. Adds the settings that the others lack, and changes none that they have. */
export async function provideTopics(admin: Admin, wanted: readonly TopicSettings[]): Promise<void> {
  const names = new Set(await admin.listTopics());
  const missing = wanted.filter(({ topic }) => !names.has(topic));
  if (missing.length > 0) {
    await admin.createTopics({
      waitForLeaders: true,
      topics: missing.map(({ topic, partitions, settings }) => ({
        topic,
        numPartitions: partitions,
        configEntries: entriesOf(settings),
      })),
    });
  }
  await addSettings(
    admin,
    wanted.filter(({ topic }) => names.has(topic)),
  );
}

async function addSettings(admin: Admin, existing: readonly TopicSettings[]): Promise<void> {
  if (existing.length === 0) return;
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: existing.map(({ topic }) => ({ type: ConfigResourceTypes.TOPIC, name: topic })),
  });
  const incomplete = existing.flatMap(({ topic, settings }) => {
    const own = ownSettings(resources.find(({ resourceName }) => resourceName === topic));
    // kafkajs can only replace all settings of a topic.
    return Object.keys(settings).every((name) => name in own) ? [] : [{ topic, settings: { ...settings, ...own } }];
  });
  if (incomplete.length === 0) return;
  await admin.alterConfigs({
    validateOnly: false,
    resources: incomplete.map(({ topic, settings }) => ({
      type: ConfigResourceTypes.TOPIC,
      name: topic,
      configEntries: entriesOf(settings),
    })),
  });
}

/** Returns the settings that were made for the topic itself. Others come from the broker. */
function ownSettings(described: DescribeConfigResponse['resources'][number] | undefined): Record<string, string> {
  const own = described?.configEntries.filter(({ configSource }) => configSource === ConfigSource.TOPIC_CONFIG) ?? [];
  return Object.fromEntries(own.map(({ configName, configValue }) => [configName, configValue]));
}

const entriesOf = (settings: Readonly<Record<string, string>>) =>
  Object.entries(settings).map(([name, value]) => ({ name, value }));
