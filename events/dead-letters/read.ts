import { randomUUID } from 'node:crypto';
import { type Broker, withAdmin } from '../broker.ts';
import { type DeadLetterTopic, deadLetterTopics } from '../topics.ts';
import { type DeadLetter, OpenDeadLetters } from './dead-letter.ts';

/** Where the partitions that hold anything end: `<dead-letter topic>:<partition>` and the next offset. */
type Ends = ReadonlyMap<string, bigint>;

/** Reads the dead-letter topics from their beginning to what is their end now. */
export async function readDeadLetters(broker: Broker): Promise<OpenDeadLetters> {
  return readTo(broker, await endsOf(broker));
}

/** The open dead letters, for who asks again and again: they are read anew only when their topics have grown. */
export function rememberDeadLetters(broker: Broker): () => Promise<readonly DeadLetter[]> {
  let known: { ends: string; letters: Promise<readonly DeadLetter[]> } | undefined;
  return async () => {
    const ends = await endsOf(broker);
    const key = [...ends].join();
    if (known?.ends !== key) {
      const letters = readTo(broker, ends).then((open) => open.list());
      const reading = { ends: key, letters };
      known = reading;
      letters.catch(() => {
        if (known === reading) known = undefined;
      });
    }
    return known.letters;
  };
}

function endsOf(broker: Broker): Promise<Ends> {
  return withAdmin(broker, async (admin) => {
    const ends = new Map<string, bigint>();
    for (const topic of deadLetterTopics.map(broker.fullName)) {
      for (const { partition, low, high } of await admin.fetchTopicOffsets(topic)) {
        if (BigInt(high) > BigInt(low)) ends.set(`${topic}:${partition}`, BigInt(high));
      }
    }
    return ends;
  });
}

async function readTo({ kafka, fullName }: Broker, ends: Ends): Promise<OpenDeadLetters> {
  const letters = new OpenDeadLetters();
  const unread = new Map(ends);
  if (unread.size === 0) return letters;

  const byName = new Map<string, DeadLetterTopic>(deadLetterTopics.map((topic) => [fullName(topic), topic]));
  const groupId = fullName(`dlq-${randomUUID()}`);
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
  await withAdmin({ kafka, fullName }, (admin) => admin.deleteGroups([groupId]));
  return letters;
}
