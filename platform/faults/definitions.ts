import { z } from 'zod';
import { integer, operation, order, product, seconds, share, type } from './parameters.ts';

const serving = ['frontend', 'user-service', 'product-service', 'order-service'] as const;
const consuming = ['product-worker', 'order-worker'] as const;
const storing = ['user-service', 'product-service', 'order-service', 'product-worker', 'order-worker'] as const;

/** The processes that can have faults. */
export const processes = [...serving, ...consuming] as const;
export type ProcessName = (typeof processes)[number];

/**
 * Defines a fault. Every parameter has a default, and bounds that a developer's machine survives.
 * @param does the effect, as `npm run fault` and the API describe it
 * @param processes the processes that can have the fault
 */
function fault<const P extends readonly [ProcessName, ...ProcessName[]], S extends z.core.$ZodLooseShape>(
  does: string,
  processes: P,
  parameters: S,
) {
  const process = z.enum(processes).optional().describe('only in this process');
  return { does, processes, schema: z.strictObject({ process, seconds, ...parameters }) };
}

/**
 * Every fault that can be switched on in a running stack, for a demo or a drill. All are off initially. They can be
 * switched on only if the stack was started with FAULTS_ENABLED=true. To find the code of a fault, search for its name.
 */
export const faultDefinitions = {
  crash: fault('Kills the process at once, when the fault is switched on. It starts again by itself', processes, {
    seconds: z.int().min(1).max(60).default(10).describe('seconds for which the fault is listed'),
  }),
  'http-errors': fault('Fails a share of the requests before doing any work', serving, {
    operation,
    rate: share(0.3).describe('share of the requests that are affected'),
    status: z.literal([500, 503]).default(500).describe('HTTP status of the failed requests'),
  }),
  'http-latency': fault('Delays a share of the requests before they are handled', serving, {
    operation,
    rate: share(1).describe('share of the requests that are affected'),
    milliseconds: integer(1, 30_000, 800).describe('delay in milliseconds'),
  }),
  'message-errors': fault('Makes message handlers fail', consuming, {
    type,
    rate: share(0.3).describe(
      'share of the transactions (kind unavailable) or of the messages (kind poison) that fail',
    ),
    kind: z
      .enum(['unavailable', 'poison'])
      .default('unavailable')
      .describe(
        'unavailable: fails like an unavailable database, so workers retry until the fault is off; poison: dead-letters valid messages',
      ),
  }),
  'message-latency': fault('Delays each transaction that handles messages before it reads any data', consuming, {
    type,
    milliseconds: integer(1, 30_000, 3_000).describe('delay in milliseconds'),
  }),
  'slow-order': fault('Delays each transaction that handles an event of one order, to watch its steps', consuming, {
    order,
    milliseconds: integer(1, 5_000, 2_000).describe('delay in milliseconds'),
  }),
  'slow-database': fault('Makes MariaDB sleep before each statement, on the same connection', storing, {
    milliseconds: integer(1, 5_000, 300).describe('sleep before each statement, in milliseconds'),
  }),
  'connection-leak': fault('Takes connections from the database pool and does not return them', storing, {
    free: integer(0, 99, 1).describe('connections left for the process to use'),
  }),
  'consumer-paused': fault('Stops handling messages, but stays a member of the consumer group', consuming, {}),
  'consumer-left': fault('Leaves the consumer group', consuming, {}),
  'offset-lost': fault(
    'Moves the committed offsets of the consumer group back, once, when it is switched on',
    consuming,
    {
      messages: integer(1, 10_000, 100).describe('number of messages to move back in each partition'),
    },
  ),
  'poison-published': fault('Publishes invalid messages', ['frontend'], {
    topic: z.enum(['orders', 'stock']).default('orders').describe('topic to publish to'),
    perSecond: z.number().min(0.1).max(20).default(1).describe('messages per second'),
  }),
  'hot-key': fault(
    'Locks the row of one product repeatedly, so that reservations of this product wait',
    ['product-worker'],
    {
      product,
      milliseconds: integer(10, 20_000, 1_000).describe('duration of each lock, in milliseconds'),
    },
  ),
  'stock-drift': fault('Changes the stock of a product without an entry in the stock ledger', ['product-worker'], {
    product,
    units: integer(1, 1_000, 5).describe('units added to the stock'),
  }),
  'memory-leak': fault('Leaks memory', processes, {
    megabytesPerMinute: integer(1, 6_000, 60).describe('memory leaked per minute, in megabytes'),
    megabytes: integer(1, 2_048, 32).describe('maximum amount of leaked memory, in megabytes'),
  }),
  'event-loop-blocked': fault('Blocks the event loop for a part of each second', processes, {
    milliseconds: integer(50, 950, 500).describe('blocked time in each second, in milliseconds'),
  }),
} as const;

export type FaultName = keyof typeof faultDefinitions;
export type Parameters<N extends FaultName = FaultName> = z.output<(typeof faultDefinitions)[N]['schema']>;

export const faultNames = Object.keys(faultDefinitions) as FaultName[];

/** The faults that affect all the work of a process, not only single requests or messages. */
export const processWideFaults: readonly FaultName[] = [
  'slow-database',
  'connection-leak',
  'hot-key',
  'memory-leak',
  'event-loop-blocked',
];
