import { randomUUID } from 'node:crypto';
import { OpenDeadLetters } from './dead-letters.ts';
import { type Broker, withAdmin } from './kafka.ts';
import { type DeadLetterTopic, deadLetterTopics } from './topics.ts';

/** Reads the dead-letter topics from their beginning to what is their end now. */
export async function readDeadLetters({ kafka, named }: Broker): Promise<OpenDeadLetters> {
  const letters = new OpenDeadLetters();
  const byName = new Map<string, DeadLetterTopic>(deadLetterTopics.map((topic) => [named(topic), topic]));
  const unread = await withAdmin({ kafka, named }, async (admin) => {
    const ends = new Map<string, bigint>();
    for (const topic of byName.keys()) {
      for (const { partition, low, high } of await admin.fetchTopicOffsets(topic)) {
        if (BigInt(high) > BigInt(low)) ends.set(`${topic}:${partition}`, BigInt(high));
      }
    }
    return ends;
  });
  if (unread.size === 0) return letters;

  const groupId = named(`dlq-${randomUUID()}`);
  const consumer = kafka.consumer({ groupId, allowAutoTopicCreation: false, maxWaitTimeInMs: 200 });
  const { promise: finished, resolve, reject } = Promise.withResolvers<void>();
  consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
  await consumer.connect();
  try {
    await consumer.subscribe({ topics: [...byName.keys()], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatch: async ({ batch }) => {
        const topic = byName.get(batch.topic);
        if (topic === undefined) return;
        for (const message of batch.messages) letters.read(topic, batch.partition, message);
        const place = `${batch.topic}:${batch.partition}`;
        if (BigInt(batch.lastOffset()) + 1n >= (unread.get(place) ?? 0n)) unread.delete(place);
        if (unread.size === 0) resolve();
      },
    });
    await finished;
  } finally {
    await consumer.disconnect();
  }
  await withAdmin({ kafka, named }, (admin) => admin.deleteGroups([groupId]));
  return letters;
}
