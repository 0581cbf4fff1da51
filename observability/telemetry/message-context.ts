import type { Context } from '@opentelemetry/api';

const contexts = new WeakMap<object, Context>();

/** Says in which context a Kafka message is sent: its PRODUCER span becomes a child of the span in `context`. */
export function setMessageContext(message: object, context: Context): void {
  contexts.set(message, context);
}

/** The context given by `setMessageContext`, if any. */
export function getMessageContext(message: object): Context | undefined {
  return contexts.get(message);
}
