import {
  type Attributes,
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
import { Poison } from './poison.ts';
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

/** A batch that a member of a consumer group received. */
export interface Poll {
  /** The attributes that the spans of its messages share with it. */
  attributes: Attributes;
  /** The `poll` span; undefined if the messages were read in another way. */
  span: SpanContext | undefined;
}

/** A message to be processed. */
export interface ProcessedMessage {
  topic: string;
  poll: Poll;
  message: KafkaMessage;
}

/**
 * Starts a `process` span and returns the context that contains it. The CONSUMER span is a child of the span that sent
 * the message, in the trace of the order. It links to the `poll` span that received the message and to earlier attempts
 * (OpenTelemetry semantic conventions 1.44, "Messaging spans" and "Kafka").
 */
export function startProcess({ topic, poll, message }: ProcessedMessage, options: ProcessOptions = {}): Context {
  const sent = contextOf(message);
  const orderId = claimedOrderId(message);
  const parent = orderId === undefined ? sent : withOrder(sent, orderId);
  const { startTime } = options;
  const span = tracer.startSpan(
    `process ${topic}`,
    { kind: SpanKind.CONSUMER, ...(startTime === undefined ? {} : { startTime }) },
    parent,
  );
  // Under load most spans are not sampled.
  if (span.isRecording()) describeProcess(span, { topic, poll, message }, options);
  return trace.setSpan(parent, span);
}

function describeProcess(
  span: Span,
  { poll, message: { headers, key, offset } }: ProcessedMessage,
  { earlier = [], attempt }: ProcessOptions,
): void {
  const id = shorten(header(headers, 'ce_id'));
  span.setAttributes({
    ...poll.attributes,
    'messaging.operation.name': 'process',
    'messaging.operation.type': 'process',
    'messaging.kafka.offset': Number(offset),
    'messaging.message.id': id,
    'cloudevents.event_id': id,
    'cloudevents.event_source': shorten(header(headers, 'ce_source')),
    'cloudevents.event_type': shorten(header(headers, 'ce_type')),
    ...(key === null ? {} : { 'messaging.kafka.message.key': shorten(key.toString()) }),
    ...(attempt === undefined ? {} : { 'orderflow.attempt': attempt }),
  });
  const replayed = parseTraceparent(header(headers, attemptHeader));
  const linked = [poll.span, ...earlier, replayed].filter((one) => one !== undefined);
  span.addLinks(linked.map((one): Link => ({ context: one })));
}

/** Cuts a text that a span takes from a message. */
export function shorten(text: string | undefined): string | undefined {
  return text?.slice(0, maxAttributeLength);
}

interface ProcessOptions {
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

/** Sets the error of a span. The exception itself is reported once, by the log record of the failure. */
export function recordFailure(span: Span | undefined, error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  span?.setAttribute('error.type', errorType(error));
  span?.setStatus({ code: SpanStatusCode.ERROR, message: message.slice(0, maxErrorLength) });
}

/** Returns the `error.type` of a failure: one of few values. */
export function errorType(error: unknown): string {
  if (error instanceof Poison) return error.reason;
  return error instanceof Error ? error.name : 'Error';
}

export function activeSpanContext(): SpanContext | undefined {
  return trace.getSpanContext(context.active());
}
