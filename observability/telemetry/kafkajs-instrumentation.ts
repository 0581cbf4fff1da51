import { type Context, context, INVALID_SPAN_CONTEXT, type Span, trace } from '@opentelemetry/api';
import { KafkaJsInstrumentation } from '@opentelemetry/instrumentation-kafkajs';
import { getMessageContext } from './message-context.ts';

/** The two private methods of instrumentation-kafkajs 0.33.0 that are adapted here. */
interface SpanStarters {
  _startProducerSpan(topic: string, message: object, client: unknown): Span;
  _startConsumerSpan(options: { operationType: 'receive' | 'process' }): Span;
}

/**
 * instrumentation-kafkajs for batches that hold messages of many traces. As it comes, every message of a `sendBatch`
 * is a child of the one active span, and every consumed message gets a `process` span in the trace of the batch.
 * Here a message is sent in the context that was attached to it, and `process` spans are left to events/, which
 * makes them in the trace of each message.
 */
export function kafkaJsInstrumentation(): KafkaJsInstrumentation {
  const instrumentation = new KafkaJsInstrumentation();
  const starters = instrumentation as unknown as SpanStarters;
  const startProducerSpan = starters._startProducerSpan.bind(instrumentation);
  const startConsumerSpan = starters._startConsumerSpan.bind(instrumentation);
  const inContextOf = (message: object): Context => getMessageContext(message) ?? context.active();

  starters._startProducerSpan = (topic, message, client) =>
    context.with(inContextOf(message), () => startProducerSpan(topic, message, client));
  starters._startConsumerSpan = (options) =>
    options.operationType === 'process' ? trace.wrapSpanContext(INVALID_SPAN_CONTEXT) : startConsumerSpan(options);
  return instrumentation;
}
