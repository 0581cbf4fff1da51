import { context, isSpanContextValid, TraceFlags, trace } from '@opentelemetry/api';
import { ATTR_OTEL_EVENT_NAME } from '@opentelemetry/semantic-conventions';
import { OpenTelemetryTransportV3 } from '@opentelemetry/winston-transport';
import winston from 'winston';
import { z } from 'zod';
import { ConsoleTransport } from './console-transport.ts';
import { getOrderId, orderIdKey } from './order-baggage.ts';
import { readConfig } from './read-config.ts';
import { redactField } from './redact.ts';

const { combine, json, timestamp } = winston.format;

const { LOG_LEVEL } = readConfig(
  z.object({
    LOG_LEVEL: z.enum(['error', 'warn', 'info', 'debug'], 'must be error, warn, info or debug').default('info'),
  }),
);

// Read once, because access to the environment is slow and every record needs the value.
const usesOwnSampler = !process.env['OTEL_TRACES_SAMPLER'];

/**
 * Drops info and debug records of traces that are not sampled, so that under load an order has either both its trace and
 * its logs or neither (sampling.ts). With another sampler, which OTEL_TRACES_SAMPLER sets, all records are kept.
 */
const dropUnsampled = winston.format((record) => {
  if (!usesOwnSampler) return record;
  const span = trace.getSpanContext(context.active());
  const unsampled = span !== undefined && isSpanContextValid(span) && (span.traceFlags & TraceFlags.SAMPLED) === 0;
  return unsampled && (record.level === 'info' || record.level === 'debug') ? false : record;
});

const addOrderId = winston.format((record) => {
  const id = getOrderId(context.active());
  return id === undefined ? record : Object.assign(record, { [orderIdKey]: id });
});

/** Makes the field `event` the event name of the record (OpenTelemetry logs data model, "EventName"). */
const nameEvent = winston.format((record) => {
  const { event } = record;
  if (event === undefined) return record;
  delete record['event'];
  return Object.assign(record, { [ATTR_OTEL_EVENT_NAME]: event });
});

/** Redacts each field. Keeps winston's symbols, except for the one that holds the original fields. */
const redactFields = winston.format((record) => {
  for (const [key, value] of Object.entries(record)) {
    if (key !== 'level') record[key] = redactField(key, value);
  }
  delete record[Symbol.for('splat')];
  return record;
});

/**
 * The logger of the process. It writes JSON to the console and exports OTLP records, both with the trace_id and span_id
 * (by instrumentation-winston) and the order.id of the active context. Pass errors as `error`:
 * `logger.error('payment failed', { error })`, and the name of an event as `event`: `{ event: 'order.accepted' }`. The names
 * of events, attributes and metrics are declared in observability/schema/.
 */
export const logger = winston.createLogger({
  level: LOG_LEVEL,
  format: combine(dropUnsampled(), addOrderId(), redactFields(), nameEvent()),
  transports: [new ConsoleTransport({ format: combine(timestamp(), json()) }), new OpenTelemetryTransportV3()],
});
