import { type Context, context, type Span } from '@opentelemetry/api';
import { KafkaJsInstrumentation } from '@opentelemetry/instrumentation-kafkajs';
import { getMessageContext } from './message-context.ts';

type Run = (this: object, ...args: unknown[]) => unknown;

/** The two private methods of instrumentation-kafkajs 0.33.0 that are replaced here. */
interface Patches {
  _startProducerSpan(topic: string, message: object, client: unknown): Span;
  _getConsumerRunPatch(): (run: Run) => Run;
}

/**
 * Creates an instrumentation of kafkajs for batches with messages of many traces. The original makes each message of a
 * `sendBatch` a child of the active span. This one sends each message in its own context (`setMessageContext`).
 *
 * It leaves the spans and metrics of consumers to events/. The original's `poll` span lasts as long as the work and does
 * not name the group, its `process` spans are in the trace of the batch, and it records the duration of a whole batch as
 * the `messaging.process.duration` of each message.
 */
export function createKafkaJsInstrumentation(): KafkaJsInstrumentation {
  const instrumentation = new KafkaJsInstrumentation();
  const patches = instrumentation as unknown as Patches;
  const startProducerSpan = patches._startProducerSpan.bind(instrumentation);
  const contextOf = (message: object): Context => getMessageContext(message) ?? context.active();

  patches._startProducerSpan = (topic, message, client) =>
    context.with(contextOf(message), () => startProducerSpan(topic, message, client));
  patches._getConsumerRunPatch = () => (run) =>
    function runUnpatched(...args) {
      return run.apply(this, args);
    };
  return instrumentation;
}
