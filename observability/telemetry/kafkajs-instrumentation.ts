import { type Context, context, INVALID_SPAN_CONTEXT, type Span, trace } from '@opentelemetry/api';
import { KafkaJsInstrumentation } from '@opentelemetry/instrumentation-kafkajs';
import { getMessageContext } from './message-context.ts';

/** The two private methods of instrumentation-kafkajs 0.33.0 that are replaced here. */
interface SpanStarters {
  _startProducerSpan(topic: string, message: object, client: unknown): Span;
  _startConsumerSpan(options: { operationType: 'receive' | 'process' }): Span;
}

/**
 * Creates an instrumentation of kafkajs for batches with messages of many traces. The original makes each message of a
 * `sendBatch` a child of the active span, and creates `process` spans in the trace of the batch. This one sends each
 * message in its own context (`setMessageContext`), and leaves `process` spans to events/, which creates them in the
 * trace of each message.
 */
export function createKafkaJsInstrumentation(): KafkaJsInstrumentation {
  const instrumentation = new KafkaJsInstrumentation();
  const starters = instrumentation as unknown as SpanStarters;
  const startProducerSpan = starters._startProducerSpan.bind(instrumentation);
  const startConsumerSpan = starters._startConsumerSpan.bind(instrumentation);
  const contextOf = (message: object): Context => getMessageContext(message) ?? context.active();

  starters._startProducerSpan = (topic, message, client) =>
    context.with(contextOf(message), () => startProducerSpan(topic, message, client));
  starters._startConsumerSpan = (options) =>
    options.operationType === 'process' ? trace.wrapSpanContext(INVALID_SPAN_CONTEXT) : startConsumerSpan(options);
  return instrumentation;
}
