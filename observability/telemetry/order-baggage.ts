import { type Context, propagation, type TextMapGetter } from '@opentelemetry/api';
import { W3CBaggagePropagator } from '@opentelemetry/core';
import type { Span, SpanProcessor } from '@opentelemetry/sdk-trace';

/** The name of the baggage entry, and of the attribute of spans and log records. */
export const orderIdKey = 'order.id';

/** The order that the work in this context is about. */
export function getOrderId(context: Context): string | undefined {
  return propagation.getBaggage(context)?.getEntry(orderIdKey)?.value;
}

/** Takes nothing but the order from the baggage that others send: clients may send anything, and it would travel on. */
export class OrderBaggagePropagator extends W3CBaggagePropagator {
  override extract(context: Context, carrier: unknown, getter: TextMapGetter): Context {
    const order = getOrderId(super.extract(context, carrier, getter));
    if (order === undefined || !/^[\w-]{1,64}$/.test(order)) return context;
    return propagation.setBaggage(context, propagation.createBaggage({ [orderIdKey]: { value: order } }));
  }
}

/** Copies the order to every span that is started in its context. */
export class OrderSpanProcessor implements SpanProcessor {
  onStart(span: Span, parent: Context): void {
    const order = getOrderId(parent);
    if (order !== undefined) span.setAttribute(orderIdKey, order);
  }
  onEnd(): void {}
  async forceFlush(): Promise<void> {}
  async shutdown(): Promise<void> {}
}
