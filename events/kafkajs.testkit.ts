// For kafkajs.test.ts: sends a batch with two messages of orders and one without an order, and reads them again.
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type Context, context, propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { type Message, Partitioners } from 'kafkajs';
import { z } from 'zod';
import { brokers } from '#platform/process/config.ts';
import { onStop, stop } from '#platform/process/stop.ts';
import { setMessageContext } from '#telemetry/message-context.ts';
import { readConfig } from '#telemetry/read-config.ts';
import { createBroker, whenAvailable } from './broker.ts';
import { joinGroup } from './group.ts';

const config = readConfig(z.object({ KAFKA_BROKERS: brokers }));
const broker = createBroker({ brokers: config.KAFKA_BROKERS, clientId: 'fixture', prefix: `kafkajs-${randomUUID()}-` });
const { kafka } = broker;
const topic = broker.fullName('orders');
const admin = kafka.admin();
const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
onStop('kafka', async () => {
  await Promise.all([producer.disconnect(), admin.disconnect()]);
});

await Promise.all([admin, producer].map((client) => whenAvailable(() => client.connect())));
await whenAvailable(() => admin.createTopics({ topics: [{ topic, numPartitions: 1 }], waitForLeaders: true }));

const tracer = trace.getTracer('fixture');

/** Starts a trace, with the order id in its baggage. */
function accept(order: string): Context {
  const baggage = propagation.createBaggage({ 'order.id': { value: order } });
  const span = tracer.startSpan(`accept ${order}`, { root: true });
  span.end();
  return propagation.setBaggage(trace.setSpan(ROOT_CONTEXT, span), baggage);
}

function message(key: string, ctx?: Context): Message {
  const message = { key, value: key };
  if (ctx !== undefined) setMessageContext(message, ctx);
  return message;
}

const batch = tracer.startSpan('batch', { root: true });
await context.with(trace.setSpan(ROOT_CONTEXT, batch), () =>
  producer.sendBatch({
    topicMessages: [{ topic, messages: [message('a', accept('a')), message('b', accept('b')), message('none')] }],
  }),
);
batch.end();

const read = Promise.withResolvers<void>();
let left = 3;
const member = await joinGroup(broker, {
  group: 'readers',
  topics: ['orders'],
  fromBeginning: true,
  eachBatch: async (_topic, { batch, resolveOffset }) => {
    const handled = tracer.startSpan('handle');
    await delay(20);
    handled.end();
    for (const { key, headers } of batch.messages) console.log(`${key} ${headers?.['traceparent']}`);
    resolveOffset(batch.lastOffset());
    left -= batch.messages.length;
    if (left === 0) read.resolve();
  },
});
await read.promise;
await member.close();
await stop(0, 'done');
