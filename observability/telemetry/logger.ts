import { context, isSpanContextValid, TraceFlags, trace } from '@opentelemetry/api';
import { OpenTelemetryTransportV3 } from '@opentelemetry/winston-transport';
import winston from 'winston';
import { z } from 'zod';
import { ConsoleTransport } from './console-transport.ts';
import { getOrderId, orderIdKey } from './order-baggage.ts';
import { readConfig } from './read-config.ts';
import { redact } from './redact.ts';

const { combine, json, timestamp } = winston.format;

const { LOG_LEVEL } = readConfig(
  z.object({
    LOG_LEVEL: z.enum(['error', 'warn', 'info', 'debug'], 'must be error, warn, info or debug').default('info'),
  }),
);

// Read once: the environment is slow to ask, and every record passes here.
const logsFollowTraces = !process.env['OTEL_TRACES_SAMPLER'];

/**
 * Of an order whose trace is not sampled only what is wrong is logged, so that under a load an order has both or neither
 * (sampling.ts). Whoever chooses another sampler keeps all logs.
 */
const sampled = winston.format((record) => {
  if (!logsFollowTraces) return record;
  const span = trace.getSpanContext(context.active());
  const left = span !== undefined && isSpanContextValid(span) && (span.traceFlags & TraceFlags.SAMPLED) === 0;
  return left && (record.level === 'info' || record.level === 'debug') ? false : record;
});

const order = winston.format((record) => {
  const id = getOrderId(context.active());
  return id === undefined ? record : Object.assign(record, { [orderIdKey]: id });
});

/** Replaces each field by its redacted copy; winston's symbols stay, but for the one that keeps the original fields. */
const redacted = winston.format((record) => {
  for (const [key, value] of Object.entries(record)) {
    if (key !== 'level') Object.assign(record, redact({ [key]: value }));
  }
  delete record[Symbol.for('splat')];
  return record;
});

/**
 * JSON on the console and OTLP records, both with trace_id and span_id (by instrumentation-winston) and the order.id of
 * the work at hand. An Error goes under `error`: `logger.error('payment failed', { error })`.
 */
export const logger = winston.createLogger({
  level: LOG_LEVEL,
  format: combine(sampled(), order(), redacted()),
  transports: [new ConsoleTransport({ format: combine(timestamp(), json()) }), new OpenTelemetryTransportV3()],
});
