/** A mistake in a file of the code, made on purpose. */
export interface Bug {
  file: string;
  /** Returns the source with the mistake. */
  make(source: string): string;
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
               await (await publisher).send(events.map((event) => createMessage(event, context.active())));
               await worker.save(next, previous, transaction);
             },
           });
         }`,
      ),
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
