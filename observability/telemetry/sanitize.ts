import type { Attributes, AttributeValue } from '@opentelemetry/api';
import type { ResourceMetrics } from '@opentelemetry/sdk-metrics';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { redactField } from './redact.ts';
import { redactText } from './redact-text.ts';

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/**
 * Masks the secrets in ended spans, and replaces numbers that back ends cannot store: Jaeger answers no search that finds a
 * NaN. It changes the spans.
 */
export function sanitizeSpans(spans: readonly ReadableSpan[]): void {
  for (const span of spans as readonly Writable<ReadableSpan>[]) {
    span.name = redactText(span.name);
    if (span.status.message !== undefined) {
      span.status = { ...span.status, message: redactText(span.status.message) };
    }
    sanitizeAttributes(span.attributes);
    for (const event of span.events) {
      event.name = redactText(event.name);
      sanitizeAttributes(event.attributes);
    }
    for (const { attributes } of span.links) sanitizeAttributes(attributes);
  }
}

/** Does the same for the attributes of metrics. The SDK keeps these attributes, so they are copied. */
export function sanitizeMetrics({ scopeMetrics }: ResourceMetrics): void {
  for (const { metrics } of scopeMetrics) {
    for (const { dataPoints } of metrics) {
      for (const point of dataPoints as Writable<(typeof dataPoints)[number]>[]) {
        point.attributes = sanitizeAttributes({ ...point.attributes });
      }
    }
  }
}

function sanitizeAttributes(attributes: Attributes = {}): Attributes {
  for (const [key, value] of Object.entries(attributes)) {
    const clean = redactField(key, value) as AttributeValue;
    if (clean !== value) attributes[key] = clean;
  }
  return attributes;
}
