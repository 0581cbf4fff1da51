import { type Context, propagation } from '@opentelemetry/api';
import type { Span, SpanProcessor } from '@opentelemetry/sdk-trace';

/** The name of the baggage entry, and of the attribute of spans and log records. */
export const orderKey = 'order.id';

/** The order that the work in this context is about. */
export function orderOf(context: Context): string | undefined {
  return propagation.getBaggage(context)?.getEntry(orderKey)?.value;
}

/** Copies the order to every span that is started in its context. */
export class OrderSpanProcessor implements SpanProcessor {
  onStart(span: Span, parent: Context): void {
    const order = orderOf(parent);
    if (order !== undefined) span.setAttribute(orderKey, order);
  }
  onEnd(): void {}
  async forceFlush(): Promise<void> {}
  async shutdown(): Promise<void> {}
}
