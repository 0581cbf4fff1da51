// ops/drills/delete-unread.ts <count>: deletes messages of orders that product-worker has not read, as retention would
import type { Admin } from 'kafkajs';
import { z } from 'zod';
import { createBroker, withAdmin } from '#events/broker.ts';
import { brokers } from '#platform/process/config.ts';
import { readConfig } from '#telemetry/read-config.ts';
import { createCommand, ExpectedError, runCommand } from '../cli/command.ts';
import { wholeNumber } from '../cli/values.ts';
import { eventually } from '../clients/eventually.ts';
import { admin, securityOfTool } from '../stack/kafka/credentials.ts';
import { stackPathsAt } from '../stack/paths.ts';

const topic = 'orders';

await runCommand(
  createCommand(
    'node ops/drills/delete-unread.ts',
    'Waits for messages that order-worker has read and a stopped product-worker has not, and deletes them.',
    {
      examples: ['node ops/drills/delete-unread.ts 10'],
      notes: 'Only an admin of Kafka may do this: set KAFKA_BROKERS, KAFKA_USERNAME and KAFKA_PASSWORD_FILE.',
    },
  )
    .argument('<count>', 'number of messages to wait for', wholeNumber(1, 10_000))
    .action(async (count) => {
      const { KAFKA_BROKERS } = readConfig(z.object({ KAFKA_BROKERS: brokers }));
      const security = securityOfTool(stackPathsAt(0), admin);
      const broker = createBroker({ brokers: KAFKA_BROKERS, clientId: 'delete-unread', security });
      await withAdmin(broker, (client) => deleteUnread(client, count)).catch((cause) => {
        throw new ExpectedError(`nothing was deleted: ${cause.message}`, { cause });
      });
    }),
);

async function deleteUnread(client: Admin, count: number): Promise<void> {
  const unread = await eventually(60, async () => {
    const [products, orders] = await Promise.all(['products', 'orders'].map((group) => committed(client, group)));
    const found = [...(orders ?? [])].filter(([partition, offset]) => offset > (products?.get(partition) ?? offset));
    const messages = found.reduce((sum, [partition, offset]) => sum + offset - (products?.get(partition) ?? offset), 0);
    return messages < count ? { missing: `${messages} messages of ${count}` } : { found };
  });
  const partitions = unread.map(([partition, offset]) => ({ partition, offset: String(offset) }));
  // kafkajs deletes only from a topic that it knows.
  await client.fetchTopicOffsets(topic);
  await client.deleteTopicRecords({ topic, partitions });
  console.log(`deleted up to ${partitions.map(({ partition, offset }) => `${partition}:${offset}`).join(', ')}`);
}

/** Returns the offset of each partition up to which a group has read. */
async function committed(client: Admin, groupId: string): Promise<Map<number, number>> {
  const [offsets] = await client.fetchOffsets({ groupId, topics: [topic] });
  const read = offsets?.partitions.map(({ partition, offset }) => [partition, Number(offset)] as const) ?? [];
  return new Map(read.filter(([, offset]) => offset >= 0));
}
