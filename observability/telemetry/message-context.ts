import type { Context } from '@opentelemetry/api';

const contexts = new WeakMap<object, Context>();

/** Sets the context of a Kafka message: its PRODUCER span becomes a child of the span in `context`. */
export function setMessageContext(message: object, context: Context): void {
  contexts.set(message, context);
}

/** Returns the context that `setMessageContext` set, if any. */
export function getMessageContext(message: object): Context | undefined {
  return contexts.get(message);
}
