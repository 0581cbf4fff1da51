import {
  type Context,
  context,
  createTraceState,
  type Link,
  propagation,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  type TextMapGetter,
  trace,
} from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import type { IHeaders, KafkaMessage } from 'kafkajs';
import { isOrderId, orderIdKey } from '#telemetry/order-baggage.ts';
import { header } from './envelope.ts';
import { parseTraceparent } from './traceparent.ts';

/** The header with the `traceparent` of an earlier attempt to handle the message. */
export const attemptHeader = 'orderflow_attempt';

/** The maximum length of an error text in the status of a span. */
const maxErrorLength = 1_000;

/** The maximum length of a text that a span takes from a message. */
const maxAttributeLength = 255;

const tracer = trace.getTracer('orderflow');
const headersGetter: TextMapGetter<IHeaders> = {
  keys: (headers) => Object.keys(headers),
  get: (headers, key) => header(headers, key),
};

const propagator = new W3CTraceContextPropagator();

/**
 * Returns the context in which a message was sent: its trace, with the sampling decision but no other entries of the
 * `tracestate`. Its baggage is ignored, because the event itself says which order it belongs to.
 */
export function contextOf(message: Pick<KafkaMessage, 'headers'>): Context {
  const sent = propagator.extract(ROOT_CONTEXT, message.headers ?? {}, headersGetter);
  const span = trace.getSpanContext(sent);
  if (span?.traceState === undefined) return sent;
  const { traceState, ...ids } = span;
  const decision = traceState.get('ot');
  const kept = decision === undefined ? ids : { ...ids, traceState: createTraceState(`ot=${decision}`) };
  return trace.setSpanContext(ROOT_CONTEXT, kept);
}

/** Returns the trace id of a message, or null if the message has no trace context. */
export function traceIdOf(message: Pick<KafkaMessage, 'headers'>): string | null {
  return trace.getSpanContext(contextOf(message))?.traceId ?? null;
}

/** Returns the id of the order that a message claims to belong to, if it can be one. */
function claimedOrderId({ headers }: Pick<KafkaMessage, 'headers'>): string | undefined {
  const subject = header(headers, 'ce_subject');
  return subject !== undefined && isOrderId(subject) ? subject.toLowerCase() : undefined;
}

/** Sets the order id as the baggage, so that every span and log record of the order has it as an attribute. */
export function withOrder(parent: Context, orderId: string): Context {
  return propagation.setBaggage(parent, propagation.createBaggage({ [orderIdKey]: { value: orderId } }));
}

export interface ProcessedMessage {
  topic: string;
  group: string;
  partition: number;
  message: KafkaMessage;
}

/**
 * Starts a `process` span and returns the context that contains it. The CONSUMER span is a child of the span that sent
 * the message, in the trace of the order. It links to the `poll` span that received the message and to earlier attempts
 * (OpenTelemetry semantic conventions, "Messaging spans" and "Kafka").
 */
export function startProcess(
  { topic, group, partition, message }: ProcessedMessage,
  { poll, earlier = [], startTime, attempt }: ProcessOptions,
): Context {
  const sent = contextOf(message);
  const orderId = claimedOrderId(message);
  const parent = orderId === undefined ? sent : withOrder(sent, orderId);
  const replayed = parseTraceparent(header(message.headers, attemptHeader));
  const links = [poll, ...earlier, replayed].filter((linked) => linked !== undefined);
  const span = tracer.startSpan(
    `process ${topic}`,
    {
      kind: SpanKind.CONSUMER,
      links: links.map((linked): Link => ({ context: linked })),
      ...(startTime === undefined ? {} : { startTime }),
      attributes: {
        'messaging.system': 'kafka',
        'messaging.operation.name': 'process',
        'messaging.operation.type': 'process',
        'messaging.destination.name': topic,
        'messaging.destination.partition.id': String(partition),
        'messaging.consumer.group.name': group,
        'messaging.kafka.offset': Number(message.offset),
        'messaging.message.id': shorten(header(message.headers, 'ce_id')),
        'cloudevents.event_type': shorten(header(message.headers, 'ce_type')),
        ...(message.key === null ? {} : { 'messaging.kafka.message.key': shorten(message.key.toString()) }),
        ...(attempt === undefined ? {} : { 'orderflow.attempt': attempt }),
      },
    },
    parent,
  );
  return trace.setSpan(parent, span);
}

function shorten(text: string | undefined): string | undefined {
  return text?.slice(0, maxAttributeLength);
}

interface ProcessOptions {
  /** The `poll` span that received the message. */
  poll: SpanContext | undefined;
  /** The spans of earlier attempts to handle the message. */
  earlier?: readonly SpanContext[];
  startTime?: Date | undefined;
  /** The number of the attempt, from 1. */
  attempt?: number;
}

export function endSpan(ctx: Context): void {
  trace.getSpan(ctx)?.end();
}

export function failSpan(ctx: Context, error: unknown): void {
  const span = trace.getSpan(ctx);
  recordFailure(span, error);
  span?.end();
}

export function recordFailure(span: Span | undefined, error: unknown): void {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  span?.recordException(error instanceof Error ? error : message);
  span?.setAttribute('error.type', name);
  span?.setStatus({ code: SpanStatusCode.ERROR, message: message.slice(0, maxErrorLength) });
}

export function activeSpanContext(): SpanContext | undefined {
  return trace.getSpanContext(context.active());
}
