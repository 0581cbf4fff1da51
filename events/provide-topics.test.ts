import assert from 'node:assert/strict';
import { it } from 'node:test';
import kafkajs from 'kafkajs';
import { until } from '../tests/support/until.ts';
import { withAdmin } from './broker.ts';
import { createTopics } from './topics.ts';
import { startTestPipeline } from './worker/worker.testkit.ts';

const { ConfigResourceTypes, ConfigSource } = kafkajs;

it('an existing topic gets the settings that it lacks, and keeps its own', async () => {
  await using pipeline = await startTestPipeline();
  const { broker } = pipeline;
  const name = broker.fullName('orders');
  const settings = () =>
    withAdmin(broker, async (admin) => {
      const resource = { type: ConfigResourceTypes.TOPIC, name };
      const { resources } = await admin.describeConfigs({ includeSynonyms: false, resources: [resource] });
      const own = resources[0]?.configEntries.filter(({ configSource }) => configSource === ConfigSource.TOPIC_CONFIG);
      return Object.fromEntries((own ?? []).map(({ configName, configValue }) => [configName, configValue]));
    });
  const { 'compression.type': compression, 'retention.ms': retention } = await settings();
  assert.deepEqual([compression, retention], ['uncompressed', '604800000']);

  const configEntries = [
    { name: 'retention.ms', value: '1234567890' },
    { name: 'segment.bytes', value: '10485760' },
  ];
  const older = { type: ConfigResourceTypes.TOPIC, name, configEntries };
  await withAdmin(broker, (admin) => admin.alterConfigs({ validateOnly: false, resources: [older] }));
  await until('the settings are those of an older version', async () => !('compression.type' in (await settings())));
  await createTopics(broker);
  await until('the topic has the setting that it lacked', async () => 'compression.type' in (await settings()));
  assert.deepEqual(await settings(), {
    'compression.type': 'uncompressed',
    'message.timestamp.type': 'LogAppendTime',
    'retention.ms': '1234567890',
    'segment.bytes': '10485760',
  });
});
