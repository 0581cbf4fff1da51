import { z } from 'zod';

const serving = ['frontend', 'user-service', 'product-service', 'order-service'] as const;
const consuming = ['product-worker', 'order-worker'] as const;
const storing = ['user-service', 'product-service', 'order-service', 'product-worker', 'order-worker'] as const;

/** The processes in which something can be made to go wrong. */
export const processes = [...serving, ...consuming] as const;
export type ProcessName = (typeof processes)[number];

const maxSeconds = 4 * 60 * 60;
const seconds = z.int().min(1).max(maxSeconds).default(900).describe('is off by itself after so many seconds');
const share = (preset: number) => z.number().gt(0).max(1).default(preset);
const whole = (min: number, max: number, preset: number) => z.int().min(min).max(max).default(preset);
const operation = z
  .string()
  .max(100)
  .regex(/^(GET|POST|PUT|DELETE) \/\S*$/, 'must be a method and a route, as POST /api/orders')
  .optional()
  .describe('this operation alone, as metrics name it: POST /api/orders');
/** events/switches/ accepts only the types of the event catalog, which this layer does not know. */
const type = z
  .string()
  .regex(/^[a-z.-]{1,64}$/, 'must be the type of an event, such as order.placed')
  .optional()
  .describe('events of this type alone');
const product = z
  .string()
  .regex(/^[\w-]{1,64}$/)
  .default('souris-gaming')
  .describe('the product');

/** What can be switched on, where, and with which parameters: each has a preset, and bounds that a machine survives. */
function fault<const P extends readonly [ProcessName, ...ProcessName[]], S extends z.core.$ZodLooseShape>(
  does: string,
  processes: P,
  parameters: S,
) {
  const process = z.enum(processes).optional().describe('in this process alone');
  return { does, processes, schema: z.strictObject({ process, ...parameters, seconds }) };
}

/**
 * Every fault that a person can switch on in a running stack, for a demo or a drill. Nothing is on by itself, and nothing
 * can be switched on unless the stack was started with FAULTS_ENABLED=true. What a fault does is in the file that asks
 * `Faults` for its name.
 */
export const faultDefinitions = {
  'http-errors': fault('answers a share of the requests with an error, before anything is done', serving, {
    operation,
    rate: share(0.3).describe('share of the requests'),
    status: z.literal([500, 503]).default(500).describe('the status they are answered with'),
  }),
  'http-latency': fault('lets a share of the requests wait before they are looked at', serving, {
    operation,
    rate: share(1).describe('share of the requests'),
    milliseconds: whole(1, 30_000, 800).describe('how long they wait'),
  }),
  'message-errors': fault('lets the handling of messages fail', consuming, {
    type,
    rate: share(0.3).describe('share of the transactions (unavailable) or of the messages (poison)'),
    kind: z
      .enum(['unavailable', 'poison'])
      .default('unavailable')
      .describe('unavailable: tried again for as long as it lasts; poison: good messages are dead-lettered'),
  }),
  'message-latency': fault('lets each transaction over messages wait before it begins to work', consuming, {
    type,
    milliseconds: whole(1, 30_000, 3_000).describe('how long it waits'),
  }),
  'slow-database': fault('lets MariaDB sleep before each statement, on the connection that asks', storing, {
    milliseconds: whole(1, 5_000, 300).describe('how long it sleeps'),
  }),
  'connection-leak': fault('takes connections from the pool and does not give them back', storing, {
    free: whole(0, 99, 1).describe('how many it leaves to the others'),
  }),
  'consumer-paused': fault('takes up no more messages; stays a member of its group', consuming, {}),
  'consumer-left': fault('leaves its consumer group', consuming, {}),
  'offset-lost': fault('sets the committed offsets of its group back once, when it is switched on', consuming, {
    messages: whole(1, 10_000, 100).describe('by how many messages in each partition'),
  }),
  'poison-published': fault('publishes messages that no schema accepts', ['frontend'], {
    topic: z.enum(['orders', 'stock']).default('orders').describe('where'),
    perSecond: z.number().min(0.1).max(20).default(1).describe('how many a second'),
  }),
  'hot-key': fault('competes for the row of one product: locks it again and again', ['product-worker'], {
    product,
    milliseconds: whole(10, 20_000, 1_000).describe('how long each time'),
  }),
  'stock-drift': fault('changes the stock of a product behind the back of its ledger', ['product-worker'], {
    product,
    units: whole(1, 1_000, 5).describe('how many more there seem to be'),
  }),
  'memory-leak': fault('keeps more and more memory', processes, {
    megabytesPerMinute: whole(1, 6_000, 60).describe('how much more a minute'),
    megabytes: whole(1, 2_048, 32).describe('how much at the most'),
  }),
  'event-loop-blocked': fault('does nothing else for a part of each second', processes, {
    milliseconds: whole(50, 950, 500).describe('how much of each second'),
  }),
} as const;

export type FaultName = keyof typeof faultDefinitions;
export type Parameters<N extends FaultName = FaultName> = z.output<(typeof faultDefinitions)[N]['schema']>;

export const faultNames = Object.keys(faultDefinitions) as FaultName[];

/** Faults that all the work of a process meets, not a share of it. */
export const processWideFaults: readonly FaultName[] = [
  'slow-database',
  'connection-leak',
  'hot-key',
  'memory-leak',
  'event-loop-blocked',
];

export function isFaultName(name: string): name is FaultName {
  return Object.hasOwn(faultDefinitions, name);
}
