import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import kafkajs, {
  type CompressionTypes,
  type Kafka,
  Partitioners,
  type Producer,
  type ProducerRecord,
  type Transaction,
} from 'kafkajs';
import { compress } from './compress.ts';
import { encodeRecords } from './encode.ts';
import { codecs, type HostileBatch } from './record.ts';

/** The encoded records of the batch that is being sent. */
const sending = new AsyncLocalStorage<Buffer>();

/**
 * Returns the number under which a codec is registered with kafkajs. kafkajs sends the bytes that a codec returns, so these
 * codecs return records that kafkajs cannot encode. Only the last three bits of the number are sent to the broker. So the
 * numbers of kafkajs's own codecs, which read batches, stay free.
 */
const numberOf = (codec: (typeof codecs)[number]): CompressionTypes => (8 + codecs.indexOf(codec)) as CompressionTypes;
for (const codec of codecs) {
  const create = () => ({ compress: async () => compress[codec](sending.getStore() ?? Buffer.alloc(0)) });
  Object.assign(kafkajs.CompressionCodecs, { [numberOf(codec)]: create });
}

const openTransactionMs = 5_000;
const maxTries = 20;

/** A producer of batches that kafkajs would refuse to send, over the connections of kafkajs. */
export class HostileProducer implements AsyncDisposable {
  readonly #kafka: Kafka;
  readonly #producers = new Map<string, Promise<Producer>>();

  constructor(kafka: Kafka) {
    this.#kafka = kafka;
  }

  /**
   * Sends a batch.
   * @throws {Error} if the broker refuses it
   */
  async send(topic: string, partition: number, { records, codec = 'none', transaction }: HostileBatch): Promise<void> {
    const now = Date.now();
    // kafkajs counts these messages and takes their time.
    const messages = records.map(() => ({ value: null, partition, timestamp: String(now) }));
    const batch = { topic, compression: numberOf(codec), messages };
    await sending.run(encodeRecords(records, now), () => this.#send(batch, transaction));
  }

  async #send(batch: ProducerRecord, outcome: HostileBatch['transaction']): Promise<void> {
    // The producer of an open transaction cannot begin another one.
    const producer = await this.#producer(outcome === 'open' ? randomUUID() : (outcome ?? ''));
    if (outcome === undefined) {
      await producer.send(batch);
      return;
    }
    const transaction = await begin(producer);
    await transaction.send(batch);
    if (outcome === 'committed') await transaction.commit();
    if (outcome === 'aborted') await transaction.abort();
  }

  #producer(use: string): Promise<Producer> {
    const known = this.#producers.get(use) ?? this.#connect(use);
    this.#producers.set(use, known);
    return known;
  }

  async #connect(use: string): Promise<Producer> {
    const transactional = {
      transactionalId: `hostile-${use}-${randomUUID()}`,
      idempotent: true,
      maxInFlightRequests: 1,
      transactionTimeout: openTransactionMs,
    };
    const producer = this.#kafka.producer({
      createPartitioner: Partitioners.DefaultPartitioner,
      ...(use !== '' && transactional),
    });
    await producer.connect();
    return producer;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const producer of this.#producers.values()) await (await producer).disconnect();
  }
}

/** Begins a transaction. Retries, because a new cluster creates its topic of transactions when the first one begins. */
async function begin(producer: Producer): Promise<Transaction> {
  for (let tries = 1; ; tries++) {
    try {
      return await producer.transaction();
    } catch (error) {
      if (tries === maxTries) throw error;
      await delay(500);
    }
  }
}
