import { setTimeout as delay } from 'node:timers/promises';
import { type Attributes, context, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import type { Consumer, ConsumerCrashEvent, ConsumerGroupJoinEvent, EachBatchPayload } from 'kafkajs';
import { stop } from '#platform/process/stop.ts';
import { logger } from '#telemetry/logger.ts';
import { type Broker, whenAvailable } from './broker.ts';
import { describeMember, recordPoll } from './consumption.ts';
import { createConsumer, mayPass } from './group-consumer.ts';
import { GroupOffsets } from './group-offsets.ts';
import type { GroupMember, GroupOptions } from './group-options.ts';
import { type AnyTopic, partitions } from './topics.ts';

/** The pause before a consumer joins again, because the error may be repeated as long as Kafka is not available. */
const rejoinAfterMs = 1_000;

export type { GroupMember, GroupOptions, PolledBatch } from './group-options.ts';

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

/** The membership of a consumer in its group. The consumer joins again after each outage, until it is closed. */
class Membership<T extends AnyTopic> implements GroupMember {
  readonly #broker: Broker;
  readonly #options: GroupOptions<T>;
  readonly #signal: AbortSignal | undefined;
  /** The topics by their full names. */
  readonly #topics: ReadonlyMap<string, T>;
  readonly #consumer: Consumer;
  readonly #offsets: GroupOffsets;
  /** The attributes of the spans of this member. */
  #attributes: Attributes = {};
  #isMember = false;
  #isClosed = false;

  constructor(broker: Broker, options: GroupOptions<T>, signal: AbortSignal | undefined) {
    this.#broker = broker;
    this.#options = options;
    this.#signal = signal;
    this.#topics = new Map(options.topics.map((topic) => [broker.fullName(topic), topic]));
    this.#consumer = createConsumer(broker, options);
    this.#offsets = new GroupOffsets(this.#consumer, {
      attributes: () => this.#attributes,
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
    const { fromBeginning, group } = this.#options;
    await whenAvailable(this.#consumer.connect, this.#signal);
    this.#attributes = await whenAvailable(() => describeMember(this.#broker, group), this.#signal);
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
    // A member that is still joining owns no partitions, and the broker responds to it only after the sessions of dead
    // members expire.
    const timeout = this.#isMember ? [] : [delay(1_000)];
    await Promise.race([this.#consumer.disconnect(), ...timeout]);
    this.#offsets.discard();
  };

  async #consume(payload: EachBatchPayload): Promise<void> {
    const topic = this.#topics.get(payload.batch.topic);
    if (topic === undefined) return;
    const poll = recordPoll(this.#attributes, topic, payload.batch);
    const batch = { ...this.#offsets.track(payload), poll };
    await context.with(trace.setSpanContext(ROOT_CONTEXT, poll.span), () => this.#options.eachBatch(topic, batch));
    // After the consumer has stopped there is no later commit.
    if (this.#isClosed || !payload.isRunning()) await this.#offsets.commitBatch(payload);
  }

  #onJoin({ memberAssignment }: ConsumerGroupJoinEvent['payload']): void {
    const { group } = this.#options;
    if (this.#isClosed) {
      // kafkajs had begun to join again before the consumer was closed.
      this.#consumer
        .disconnect()
        .catch((error: unknown) => logger.warn('failed to leave consumer group', { group, error }));
      return;
    }
    this.#isMember = true;
    this.#offsets.restart();
    logger.info('joined consumer group', { event: 'consumer_group.joined', group, partitions: memberAssignment });
    this.#options.onJoin?.();
  }

  #onCrash({ error }: ConsumerCrashEvent['payload']): void {
    this.#isMember = false;
    if (this.#isClosed) return;
    logger.error('consumer disconnected from Kafka', {
      event: 'consumer_group.disconnected',
      group: this.#options.group,
      error,
    });
    if (mayPass(error)) void this.#rejoin();
    else void stop(1, 'the consumer crashed');
  }

  async #rejoin(): Promise<void> {
    try {
      await delay(rejoinAfterMs, undefined, { signal: this.#signal });
      if (!this.#isClosed) await this.join();
    } catch (error) {
      if (!this.#signal?.aborted) void stop(1, `the consumer did not join again: ${error}`);
    }
  }
}
