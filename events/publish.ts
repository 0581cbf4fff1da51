import { context } from '@opentelemetry/api';
import { createBatchedProducer } from './batched-producer.ts';
import { type Broker, BrokerUnavailable, withinDeadline } from './broker.ts';
import type { NewEvent } from './catalog.ts';
import { createEvent } from './event.ts';
import { measurePublication } from './metrics.ts';
import { createMessage, type OutgoingMessage } from './outgoing-message.ts';
import { MessageRefused } from './refusal.ts';
import { newestVersions } from './written-versions.ts';

export interface Publisher {
  /**
   * Publishes new events in the active trace. Resolves when every in-sync replica has stored them (`acks=all`).
   * @throws {BrokerUnavailable} if Kafka does not acknowledge them within 4 s. Kafka may still store the events later.
   * It is safe to publish them again, because their ids stay the same.
   * @throws {MessageRefused} if Kafka refuses one of them
   */
  publish(events: readonly NewEvent[]): Promise<void>;
  /** Sends messages, each in its own trace, with the same guarantees as `publish`. */
  send(messages: readonly OutgoingMessage[]): Promise<void>;
  /**
   * Checks that Kafka responds.
   * @throws {BrokerUnavailable} unless Kafka responds within 4 s.
   */
  connected(): Promise<void>;
  close(): Promise<void>;
}

/** Creates a publisher with its own connections. If Kafka is unavailable, the publisher connects later. */
export async function createPublisher(broker: Broker, versions = newestVersions): Promise<Publisher> {
  const producer = await createBatchedProducer(broker);
  const admin = broker.kafka.admin({ retry: { retries: 0 } });

  const send = async (messages: readonly OutgoingMessage[]) => {
    if (messages.length === 0) return;
    const abandoned = new AbortController();
    const { signal } = abandoned;
    try {
      const replies = Promise.all(messages.map((message) => producer.send({ message, signal })));
      await measurePublication(acknowledged(replies));
    } catch (error) {
      abandoned.abort();
      throw error;
    }
  };

  return {
    send,
    publish: (events) => {
      const now = new Date();
      return send(events.map((event) => createMessage(createEvent(event, now), context.active(), versions)));
    },
    connected: async () => {
      await acknowledged(admin.connect().then(() => admin.describeCluster()));
    },
    close: async () => {
      await Promise.all([producer.close(), admin.disconnect()]);
    },
  };
}

async function acknowledged<T>(reply: Promise<T>): Promise<T> {
  try {
    return await withinDeadline(reply);
  } catch (error) {
    if (error instanceof BrokerUnavailable || error instanceof MessageRefused) throw error;
    throw new BrokerUnavailable('Kafka request failed', { cause: error });
  }
}
