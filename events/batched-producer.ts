import { Partitioners, type TopicMessages } from 'kafkajs';
import { logger } from '#telemetry/logger.ts';
import { setMessageContext } from '#telemetry/message-context.ts';
import { batchCalls } from './batch-calls.ts';
import type { Broker } from './broker.ts';
import { messageBytes } from './message-size.ts';
import type { OutgoingMessage } from './outgoing-message.ts';
import { isRefusal, MessageRefused } from './refusal.ts';

/** A message that waits for the next request. */
interface QueuedMessage {
  message: OutgoingMessage;
  /** Aborted when the caller has given up. Then the message is not sent. */
  signal: AbortSignal;
}

export interface BatchedProducer {
  /**
   * Sends a message, and resolves when every in-sync replica has stored it (`acks=all`).
   * @throws {MessageRefused} if Kafka refuses this message; other messages of the same request are sent nevertheless
   */
  send(queued: QueuedMessage): Promise<void>;
  close(): Promise<void>;
}

const allReplicas = -1;

/** The maximum size in bytes of a request with several messages: half of what Kafka accepts (1 MiB). */
const maxRequestBytes = 512 * 1_024;

/** Creates a producer that sends one request at a time. Messages that arrive meanwhile share the next request. */
export async function createBatchedProducer({ kafka, fullName }: Broker): Promise<BatchedProducer> {
  const producer = kafka.producer({
    allowAutoTopicCreation: false,
    createPartitioner: Partitioners.DefaultPartitioner,
    // Retries for about 4 s, as long as a publisher waits. Meanwhile the partitions of a dead broker get another leader.
    retry: { initialRetryTime: 50, maxRetryTime: 500, retries: 10 },
  });
  let connected: Promise<void> | undefined;
  /** Connects the producer for the first time. After an outage kafkajs reconnects it. */
  const connect = () => {
    connected ??= producer.connect().catch((error: unknown) => {
      connected = undefined;
      throw error;
    });
    return connected;
  };
  await connect().catch((error: unknown) => logger.warn('Kafka unavailable, retrying', { error }));

  const request = async (messages: readonly OutgoingMessage[]) => {
    if (messages.length === 0) return;
    await producer.sendBatch({ acks: allReplicas, topicMessages: groupByTopic(messages, fullName) });
  };
  /** Sends messages in one request. If Kafka refuses it, halves it until the refused message is found. */
  const sendTogether = async (queued: readonly QueuedMessage[]): Promise<(undefined | Promise<never>)[]> => {
    try {
      await request(queued.filter(({ signal }) => !signal.aborted).map(({ message }) => message));
      return queued.map(() => undefined);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      if (queued.length === 1) return [refused(error)];
      const half = queued.length / 2;
      return [...(await sendTogether(queued.slice(0, half))), ...(await sendTogether(queued.slice(half)))];
    }
  };
  const send = batchCalls<QueuedMessage, void>(
    async (queued) => {
      await connect();
      return sendTogether(queued);
    },
    { size: ({ message: { message } }) => messageBytes(message), limit: maxRequestBytes },
  );
  return { send, close: () => producer.disconnect() };
}

function groupByTopic(messages: readonly OutgoingMessage[], fullName: Broker['fullName']): TopicMessages[] {
  const grouped = Map.groupBy(messages, ({ topic }) => topic);
  return [...grouped].map(([topic, group]) => ({
    topic: fullName(topic),
    messages: group.map(({ message, context }) => {
      setMessageContext(message, context);
      return message;
    }),
  }));
}

function refused(cause: unknown): Promise<never> {
  const result = Promise.reject(new MessageRefused('Kafka refused a message', { cause }));
  // Callers receive the result after the other messages are sent; until then nobody handles it.
  result.catch(() => {});
  return result;
}
