import { type Context, propagation, type TextMapGetter } from '@opentelemetry/api';
import { W3CBaggagePropagator } from '@opentelemetry/core';
import type { Span, SpanProcessor } from '@opentelemetry/sdk-trace';

/** The key of the order id in baggage, and in the attributes of spans and log records. */
export const orderIdKey = 'order.id';

/** Returns the id of the order that the work in this context belongs to. */
export function getOrderId(context: Context): string | undefined {
  return propagation.getBaggage(context)?.getEntry(orderIdKey)?.value;
}

/** Extracts only the order id from incoming baggage. Other entries, which clients may set freely, are not passed on. */
export class OrderBaggagePropagator extends W3CBaggagePropagator {
  override extract(context: Context, carrier: unknown, getter: TextMapGetter): Context {
    const order = getOrderId(super.extract(context, carrier, getter));
    if (order === undefined || !/^[\w-]{1,64}$/.test(order)) return context;
    return propagation.setBaggage(context, propagation.createBaggage({ [orderIdKey]: { value: order } }));
  }
}

/** Sets the order id as an attribute of each span that is started in its context. */
export class OrderSpanProcessor implements SpanProcessor {
  onStart(span: Span, parent: Context): void {
    const order = getOrderId(parent);
    if (order !== undefined) span.setAttribute(orderIdKey, order);
  }
  onEnd(): void {}
  async forceFlush(): Promise<void> {}
  async shutdown(): Promise<void> {}
}
