// A consumer of another team: prints what became of orders. It imports nothing of Orderflow. See docs/consume-orders.md.
import { readFileSync } from 'node:fs';
import { context, propagation, ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { type IHeaders, Kafka } from 'kafkajs';

const {
  KAFKA_BROKERS = '127.0.0.1:9092',
  KAFKA_USERNAME = '',
  KAFKA_PASSWORD_FILE = '',
  SCHEMAS_URL = 'http://127.0.0.1:5000/schemas',
} = process.env;

/** The types that this program understands. It ignores all others, because new ones may appear at any time. */
const understood = /^(order\.(?:placed|confirmed|rejected|expired|cancelled))\.v(\d{1,4})$/;

// Exports spans to OTEL_EXPORTER_OTLP_ENDPOINT as OTEL_SERVICE_NAME.
const sdk = new NodeSDK();
sdk.start();
const tracer = trace.getTracer('consume-orders');

const ajv = new Ajv2020();
addFormats.default(ajv);
const validators = new Map<string, ValidateFunction>();

/** Returns the validator of a version of an event. The address is not taken from the message, which anyone may have sent. */
async function validatorOf(type: string): Promise<ValidateFunction> {
  const known = validators.get(type);
  if (known !== undefined) return known;
  const response = await fetch(`${SCHEMAS_URL}/${type}.json`);
  if (!response.ok) throw new Error(`no schema of ${type}: ${response.status}`);
  const validator = ajv.compile((await response.json()) as object);
  validators.set(type, validator);
  return validator;
}

/**
 * The events that were handled, by source and id. Replace this by a unique key in your database, written in the transaction
 * of the effect: then an event takes effect once, even if this program is killed.
 */
const handled = new Set<string>();

const textOf = (headers: IHeaders): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (Buffer.isBuffer(value) ? [[name, value.toString()]] : [])),
  );

async function handle(value: Buffer | null, headers: Record<string, string>): Promise<void> {
  const type = headers['ce_type'] ?? '';
  const [, name] = understood.exec(type) ?? [];
  if (name === undefined) return;
  const validate = await validatorOf(type);
  let data: unknown;
  try {
    data = JSON.parse(value?.toString() ?? '');
  } catch {
    return report('not JSON');
  }
  if (!validate(data)) return report(ajv.errorsText(validate.errors));
  const id = `${headers['ce_source']} ${headers['ce_id']}`;
  if (handled.has(id)) return;
  handled.add(id);
  // Fields that the program does not know are in `data`, too: it does not use them.
  const { orderId, reason } = data as { orderId: string; reason?: string };
  const traceId = trace.getActiveSpan()?.spanContext().traceId;
  console.log(JSON.stringify({ event: name, orderId, reason, traceId }));

  function report(problem: string): void {
    console.error(JSON.stringify({ invalid: type, problem }));
  }
}

const kafka = new Kafka({
  clientId: 'consume-orders',
  brokers: KAFKA_BROKERS.split(','),
  sasl: {
    mechanism: 'scram-sha-512',
    username: KAFKA_USERNAME,
    password: readFileSync(KAFKA_PASSWORD_FILE, 'utf8').trim(),
  },
});
// The group has the name of the user, who may use no other one.
const consumer = kafka.consumer({ groupId: KAFKA_USERNAME });

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    await consumer.disconnect();
    await sdk.shutdown();
  });
}

await consumer.connect();
await consumer.subscribe({ topics: ['orders'], fromBeginning: true });
await consumer.run({
  eachMessage: async ({ topic, partition, message }) => {
    const headers = textOf(message.headers ?? {});
    const attributes = {
      'messaging.system': 'kafka',
      'messaging.operation.name': 'process',
      'messaging.operation.type': 'process',
      'messaging.destination.name': topic,
      'messaging.destination.partition.id': String(partition),
      'messaging.consumer.group.name': KAFKA_USERNAME,
    };
    // The span that sent the message becomes the parent, so that this one is part of the trace of the order.
    const parent = propagation.extract(ROOT_CONTEXT, headers);
    const span = tracer.startSpan(`process ${topic}`, { kind: SpanKind.CONSUMER, attributes }, parent);
    try {
      await context.with(trace.setSpan(parent, span), () => handle(message.value, headers));
    } finally {
      span.end();
    }
  },
});
