import { setTimeout as delay } from 'node:timers/promises';
import type {
  Consumer,
  ConsumerCrashEvent,
  ConsumerGroupJoinEvent,
  EachBatchPayload,
  TopicPartitionOffset,
} from 'kafkajs';
import { stop } from '#platform/process/stop.ts';
import { logger } from '#telemetry/logger.ts';
import { type Broker, whenAvailable } from './broker.ts';
import type { Topic } from './catalog.ts';
import { GroupOffsets } from './group-offsets.ts';
import { type DeadLetterTopic, partitions, type switchesTopic } from './topics.ts';

type AnyTopic = Topic | DeadLetterTopic | typeof switchesTopic;

export interface GroupMember {
  /** @throws {Error} unless this process is a member of the group now */
  joined(): Promise<void>;
  /** Finishes the current chunk, leaves the group and disconnects. */
  close(): Promise<void>;
}

export interface GroupOptions<T extends AnyTopic> {
  group: string;
  topics: readonly T[];
  /** The start of a group without committed offsets: the first message of each topic, or the next one. */
  fromBeginning: boolean;
  /** The offsets at which the only member of a group starts instead, by the full names of the topics. */
  startAt?: readonly TopicPartitionOffset[];
  /** False for a group that starts at the same offsets each time. */
  commit?: boolean;
  /** The time and size for which the broker collects messages; by default it answers a fetch with the first message. */
  patience?: { minBytes: number; maxWaitTimeInMs: number };
  eachBatch(topic: T, payload: EachBatchPayload): Promise<void>;
}

/**
 * Joins a consumer group as soon as the broker is available, and again after every outage of the broker. If our own
 * consumer code fails, shuts down gracefully; otherwise the process would stay up without consuming.
 */
export async function joinGroup<T extends AnyTopic>(
  broker: Broker,
  options: GroupOptions<T>,
  signal?: AbortSignal,
): Promise<GroupMember> {
  const membership = new Membership(broker, options, signal);
  await membership.join();
  return membership;
}

/** The life of a consumer in its group: it joins, loses Kafka and joins again, until it is closed. */
class Membership<T extends AnyTopic> implements GroupMember {
  readonly #options: GroupOptions<T>;
  readonly #signal: AbortSignal | undefined;
  /** The topics by their full names. */
  readonly #topics: ReadonlyMap<string, T>;
  readonly #consumer: Consumer;
  readonly #offsets: GroupOffsets;
  #isMember = false;
  #isClosed = false;

  constructor(broker: Broker, options: GroupOptions<T>, signal: AbortSignal | undefined) {
    this.#options = options;
    this.#signal = signal;
    this.#topics = new Map(options.topics.map((topic) => [broker.named(topic), topic]));
    this.#consumer = createConsumer(broker, options);
    this.#offsets = new GroupOffsets(this.#consumer, {
      commit: options.commit ?? true,
      startAt: options.startAt ?? [],
    });
    const { GROUP_JOIN, DISCONNECT, CRASH } = this.#consumer.events;
    this.#consumer.on(GROUP_JOIN, ({ payload }) => this.#onJoin(payload));
    this.#consumer.on(DISCONNECT, () => {
      this.#isMember = false;
    });
    this.#consumer.on(CRASH, ({ payload }) => this.#onCrash(payload));
  }

  async join(): Promise<void> {
    const topics = [...this.#topics.keys()];
    const { fromBeginning } = this.#options;
    await whenAvailable(this.#consumer.connect, this.#signal);
    await whenAvailable(() => this.#consumer.subscribe({ topics, fromBeginning }), this.#signal);
    await this.#consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: partitions,
      eachBatch: (payload) => this.#consume(payload),
    });
  }

  readonly joined = async (): Promise<void> => {
    if (!this.#isMember) throw new Error(`not a member of the group ${this.#options.group}`);
  };

  readonly close = async (): Promise<void> => {
    this.#isClosed = true;
    await this.#offsets.commit();
    // A member that is still joining owns no partitions, and the broker answers it only after the sessions of dead
    // members expire.
    const patience = this.#isMember ? [] : [delay(1_000)];
    await Promise.race([this.#consumer.disconnect(), ...patience]);
    this.#offsets.discard();
  };

  async #consume(payload: EachBatchPayload): Promise<void> {
    const topic = this.#topics.get(payload.batch.topic);
    if (topic === undefined) return;
    await this.#options.eachBatch(topic, this.#offsets.track(payload));
    // After the consumer has stopped there is no later commit.
    if (this.#isClosed || !payload.isRunning()) await this.#offsets.commitBatch(payload);
  }

  #onJoin({ memberAssignment }: ConsumerGroupJoinEvent['payload']): void {
    const { group } = this.#options;
    if (this.#isClosed) {
      // kafkajs had begun to join again before the consumer was closed.
      this.#consumer
        .disconnect()
        .catch((error: unknown) => logger.warn('consumer did not leave its group', { group, error }));
      return;
    }
    this.#isMember = true;
    this.#offsets.restart();
    logger.info('joined the consumer group', { group, partitions: memberAssignment });
  }

  #onCrash({ error, restart }: ConsumerCrashEvent['payload']): void {
    this.#isMember = false;
    if (this.#isClosed) return;
    logger.error('consumer disconnected from Kafka', { group: this.#options.group, error });
    // kafkajs joins again by itself.
    if (restart) return;
    if (!isKafkaError(error)) void stop(1, 'the consumer crashed');
    else
      this.join().catch(
        (cause: unknown) => this.#signal?.aborted || stop(1, `the consumer did not join again: ${cause}`),
      );
  }
}

function createConsumer<T extends AnyTopic>({ kafka, named }: Broker, { group, patience }: GroupOptions<T>): Consumer {
  return kafka.consumer({
    groupId: named(group),
    allowAutoTopicCreation: false,
    // The time for which a killed consumer keeps its partitions.
    sessionTimeout: 10_000,
    heartbeatInterval: 2_000,
    rebalanceTimeout: 15_000,
    // The time by which an idle fetch may delay a shutdown.
    maxWaitTimeInMs: 500,
    ...patience,
  });
}

/** Returns true if an error comes from the broker, and not from our own code. kafkajs wraps both. */
function isKafkaError(error: Error): boolean {
  const isWrapper = error.name === 'KafkaJSNonRetriableError' || error.name === 'KafkaJSNumberOfRetriesExceeded';
  return isWrapper ? error.cause instanceof Error && isKafkaError(error.cause) : error.name.startsWith('KafkaJS');
}
