import { type Context, context } from '@opentelemetry/api';
import { type Message, Partitioners, type TopicMessages } from 'kafkajs';
import { logger } from '#telemetry/logger.ts';
import { setMessageContext } from '#telemetry/message-context.ts';
import { type Broker, BrokerUnavailable, inTime } from './broker.ts';
import { catalog, type Event, type NewEvent, type Topic } from './catalog.ts';
import { encode } from './envelope.ts';
import { stamp } from './event.ts';
import { measurePublication } from './metrics.ts';
import { gather } from './share-requests.ts';
import type { DeadLetterTopic, switchesTopic } from './topics.ts';

/** A message on its way to a topic, sent as part of the trace in `context`. */
export interface Outgoing {
  topic: Topic | DeadLetterTopic | typeof switchesTopic;
  message: Message;
  context: Context;
}

export interface Publisher {
  /**
   * Publishes new events in the active trace. Resolves when every in-sync replica has them (`acks=all`).
   * @throws {BrokerUnavailable} when the broker has not acknowledged within 4 s. The events may arrive all the same;
   * to publish them again is safe, for their ids are the same.
   */
  publish(events: readonly NewEvent[]): Promise<void>;
  /** Publishes messages of several traces, under the same terms. */
  send(messages: readonly Outgoing[]): Promise<void>;
  /** @throws {BrokerUnavailable} unless the broker answers. */
  connected(): Promise<void>;
  close(): Promise<void>;
}

const allReplicas = -1;

/** Bytes that one request carries at the most, unless it is one message: half of what the broker takes (1 MiB). */
const requestBytes = 512 * 1_024;

/** A publisher on a connection of its own. The broker may be away: it is connected to as soon as it is there. */
export async function createPublisher({ kafka, named }: Broker): Promise<Publisher> {
  const producer = kafka.producer({
    allowAutoTopicCreation: false,
    createPartitioner: Partitioners.DefaultPartitioner,
    // For about as long as anyone waits: meanwhile the partitions of a broker that died get another leader.
    retry: { initialRetryTime: 50, maxRetryTime: 500, retries: 10 },
  });
  const admin = kafka.admin({ retry: { retries: 0 } });
  let connected: Promise<void> | undefined;
  /** A producer connects again by itself after an outage, but not if it never was connected. */
  const connect = () => {
    connected ??= producer.connect().catch((error: unknown) => {
      connected = undefined;
      throw error;
    });
    return connected;
  };
  await connect().catch((error: unknown) => logger.warn('Kafka is away: publishing waits for it', { error }));

  // One request at a time: what is to be published meanwhile shares the next one.
  const request = gather<Waiting, void>(
    async (waiting) => {
      await connect();
      const wanted = waiting.filter(({ signal }) => !signal.aborted).map(({ outgoing: message }) => message);
      if (wanted.length > 0) await producer.sendBatch({ acks: allReplicas, topicMessages: byTopic(wanted, named) });
      return waiting.map(() => undefined);
    },
    { size: bytes, limit: requestBytes },
  );
  const send = async (messages: readonly Outgoing[]) => {
    if (messages.length === 0) return;
    // What nobody waits for any more is not sent.
    const giveUp = new AbortController();
    const { signal } = giveUp;
    try {
      const requests = Promise.all(messages.map((message) => request({ outgoing: message, signal })));
      await measurePublication(acknowledged(requests));
    } catch (error) {
      giveUp.abort();
      throw error;
    }
  };

  return {
    send,
    publish: (events) => {
      const now = new Date();
      return send(events.map((event) => outgoing(stamp(event, now), context.active())));
    },
    connected: async () => {
      await acknowledged(admin.connect().then(() => admin.describeCluster()));
    },
    close: async () => {
      await Promise.all([producer.disconnect(), admin.disconnect()]);
    },
  };
}

/** The message of an event, bound for the event's topic. */
export function outgoing(event: Event, ctx: Context): Outgoing {
  return { topic: catalog[event.type].topic, message: encode(event), context: ctx };
}

function byTopic(messages: readonly Outgoing[], named: Broker['named']): TopicMessages[] {
  const grouped = Map.groupBy(messages, ({ topic }) => topic);
  return [...grouped].map(([topic, group]) => ({
    topic: named(topic),
    messages: group.map(({ message, context: ctx }) => {
      setMessageContext(message, ctx);
      return message;
    }),
  }));
}

/** A message that waits for its request, and whether anybody still waits for it. */
interface Waiting {
  outgoing: Outgoing;
  signal: AbortSignal;
}

/** About what a message takes on its way: its headers are short and all of a kind. */
function bytes({ outgoing: { message } }: Waiting): number {
  return 512 + Buffer.byteLength(message.value ?? '');
}

async function acknowledged<T>(reply: Promise<T>): Promise<T> {
  try {
    return await inTime(reply);
  } catch (error) {
    if (error instanceof BrokerUnavailable) throw error;
    throw new BrokerUnavailable('Kafka refused or lost the request', { cause: error });
  }
}
