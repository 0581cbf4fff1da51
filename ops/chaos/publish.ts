import { type IHeaders, Partitioners } from 'kafkajs';
import type { Broker } from '#events/broker.ts';

/** A message to publish. */
export interface OutgoingMessage {
  topic: string;
  /** The partition; by default that of the key. */
  partition?: number;
  key: string | null;
  value: Buffer | string | null;
  headers: IHeaders;
}

/** Publishes messages unchanged, in requests of at most half a MiB, because Kafka accepts at most one MiB. */
export async function publish({ kafka }: Broker, messages: readonly OutgoingMessage[]): Promise<void> {
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  try {
    for (const [topic, same] of Map.groupBy(messages, (message) => message.topic)) {
      for (const chunk of chunksOf(same)) await producer.send({ topic, messages: chunk });
    }
  } finally {
    await producer.disconnect();
  }
}

const requestBytes = 512 * 1_024;

function chunksOf(messages: readonly OutgoingMessage[]): OutgoingMessage[][] {
  const chunks: OutgoingMessage[][] = [];
  let bytes = requestBytes;
  for (const message of messages) {
    const size = 1_024 + (message.value?.length ?? 0);
    if (bytes + size > requestBytes) {
      chunks.push([]);
      bytes = 0;
    }
    chunks.at(-1)?.push(message);
    bytes += size;
  }
  return chunks;
}
