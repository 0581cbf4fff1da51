/** A mistake in a file of the code, made on purpose. */
export interface Bug {
  file: string;
  /** Returns the source with the mistake. */
  make(source: string): string;
  /** True if the mistake is made when Kafka is set up, not in a service. */
  setsUp?: boolean;
}

/**
 * Mistakes that the checker must find. They are made in the source when a process of the test stack loads it, so the
 * repository contains none of them.
 */
export const bugs: Readonly<Record<string, Bug>> = {
  /** Handled messages leave no record. */
  'no-dedup': {
    file: 'events/worker/record.ts',
    make: (source) =>
      replaceFunction(
        replaceFunction(source, 'findRecords', 'export async function findRecords() { return new Map(); }'),
        'insertRecords',
        'export async function insertRecords() {}',
      ),
  },
  /** The offsets of messages are committed before the messages are handled. */
  'commit-before-work': {
    file: 'events/worker/consume.ts',
    make: (source) =>
      replaceFunction(
        source,
        'consumeBatch',
        `export async function consumeBatch(consumer, topic, control) {
           const { topic: name, partition } = control.batch;
           const last = control.batch.lastOffset();
           control.resolveOffset(last);
           const offset = String(BigInt(last) + 1n);
           await control.commitOffsetsIfNecessary({ topics: [{ topic: name, partitions: [{ partition, offset }] }] });
           await intendedConsumeBatch(consumer, topic, control);
         }`,
      ),
  },
  /** Events are published before the transaction that stores them. */
  'publish-before-transaction': {
    file: 'events/worker/run.ts',
    make: (source) =>
      replaceFunction(
        source,
        'runWorker',
        `import { context } from '@opentelemetry/api';
         import { createEvent } from '../event.ts';
         import { createMessage } from '../outgoing-message.ts';
         import { newestVersions } from '../written-versions.ts';
         export function runWorker(worker) {
           const publisher = createPublisher(createBroker({ brokers: worker.config.KAFKA_BROKERS, clientId: 'hasty' }));
           let decided = [];
           return intendedRunWorker({
             ...worker,
             decide: (state, event) => {
               const decision = worker.decide(state, event);
               decided.push(...decision[1].map((emitted) => createEvent(emitted, event.receivedAt)));
               return decision;
             },
             save: async (next, previous, transaction) => {
               const events = decided;
               decided = [];
               await (await publisher).send(events.map((event) => createMessage(event, context.active(), newestVersions)));
               await worker.save(next, previous, transaction);
             },
           });
         }`,
      ),
  },
  /** Messages are identified by their offset, although other partitions have the same offsets. */
  'dedup-by-offset': {
    file: 'events/receive.ts',
    make: (source) =>
      replaceFunction(
        source,
        'receive',
        `export function receive(message, types, receivedAt) {
           const event = intendedReceive(message, types, receivedAt);
           return event && { ...event, id: message.offset };
         }`,
      ),
  },
  /** The record of a message lacks the events that it caused. */
  'record-without-events': {
    file: 'events/worker/record.ts',
    make: (source) =>
      replaceFunction(
        source,
        'insertRecords',
        `export async function insertRecords(database, records, processedAt, transaction) {
           const bare = [...records].map(([key, record]) => [key, { ...record, emitted: [] }]);
           await intendedInsertRecords(database, new Map(bare), processedAt, transaction);
         }`,
      ),
  },
  /** The offset of a chunk is committed before its events are published. */
  'offset-before-publish': {
    file: 'events/worker/consume.ts',
    make: (source) =>
      replaceText(
        source,
        /await chunk\.publisher\.send\(/,
        `const last = messages.at(-1).offset;
         const next = { partition: chunk.partition, offset: String(BigInt(last) + 1n) };
         chunk.control.resolveOffset(last);
         await chunk.control.commitOffsetsIfNecessary({ topics: [{ topic: chunk.topic, partitions: [next] }] });
         await chunk.publisher.send(`,
      ),
  },
  /** A cancelled order keeps its stock. */
  'cancellation-without-release': {
    file: 'services/products/decide.ts',
    make: (source) =>
      replaceText(
        source,
        /move\(stock, orderId, released, reservation\.items, 'released'\)/,
        'withReservation(stock, orderId, released)',
      ),
  },
  /** A dead letter that Kafka refuses counts as published. Those of large messages are too large for their topic. */
  'refused-dead-letter': {
    file: 'events/worker/dead-letter.ts',
    make: (source) =>
      replaceText(
        replaceText(source, /await chunk\.publisher\.send\(\[reference\(failure, origin\)\]\);/, ''),
        /send\(\[deadLetter\(failure, origin\)\]\)/,
        `send([deadLetter(failure, origin)].map((letter) => {
           const { value } = letter.message;
           const isLarge = value !== null && value.length > 500_000;
           const large = { ...letter.message, value: Buffer.alloc(3_000_000) };
           return isLarge ? { ...letter, message: large } : letter;
         }))`,
      ),
  },
  /** The frontend may write to every topic of events. */
  'generous-access': {
    file: 'events/access/derive.ts',
    make: (source) =>
      replaceFunction(
        source,
        'deriveAccess',
        `export function deriveAccess() {
           return [...intendedDeriveAccess(), ...onTopics('frontend', 'write', topics)];
         }`,
      ),
    setsUp: true,
  },
  /** The stock is read without a lock: the second of two concurrent workers overwrites the update of the first. */
  'lost-update': {
    file: 'services/products/load.ts',
    make: (source) => replaceText(source, /(FROM products WHERE id IN \(:ids\) ORDER BY id) FOR UPDATE/, '$1'),
  },
};

/** Replaces a function. The original stays available to the replacement as `intended<Name>`. */
function replaceFunction(source: string, name: string, replacement: string): string {
  const intended = `intended${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  const kept = replaceText(source, new RegExp(`export (async )?function ${name}\\b`), `$1function ${intended}`);
  return `${kept}\n${replacement}\n`;
}

/**
 * Replaces the text that a pattern matches.
 * @throws {Error} when the source no longer matches, so the mistake cannot be made
 */
function replaceText(source: string, pattern: RegExp, replacement: string): string {
  const replaced = source.replace(pattern, replacement);
  if (replaced === source) throw new Error(`${pattern} no longer matches`);
  return replaced;
}
