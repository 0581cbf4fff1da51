import { type Context, propagation, type TextMapGetter } from '@opentelemetry/api';
import { W3CBaggagePropagator } from '@opentelemetry/core';
import type { Span, SpanProcessor } from '@opentelemetry/sdk-trace';

/** The key of the order id in baggage, and in the attributes of spans and log records. */
export const orderIdKey = 'order.id';

/** Returns true if a value of a request or a message has the form of an order id. */
export const isOrderId = (value: string): boolean => /^[\w-]{1,64}$/.test(value);

/** Returns the id of the order that the work in this context belongs to. */
export function getOrderId(context: Context): string | undefined {
  return propagation.getBaggage(context)?.getEntry(orderIdKey)?.value;
}

/** A baggage propagator that extracts only the order id. */
export class OrderBaggagePropagator extends W3CBaggagePropagator {
  override extract(context: Context, carrier: unknown, getter: TextMapGetter): Context {
    const order = getOrderId(super.extract(context, carrier, getter));
    if (order === undefined || !isOrderId(order)) return context;
    return propagation.setBaggage(context, propagation.createBaggage({ [orderIdKey]: { value: order } }));
  }
}

/** A span processor that sets the order id of the context as an attribute of each started span. */
export class OrderSpanProcessor implements SpanProcessor {
  onStart(span: Span, parent: Context): void {
    const order = getOrderId(parent);
    if (order !== undefined) span.setAttribute(orderIdKey, order);
  }
  onEnd(): void {}
  async forceFlush(): Promise<void> {}
  async shutdown(): Promise<void> {}
}
