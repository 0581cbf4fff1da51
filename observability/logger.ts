import { context, propagation } from '@opentelemetry/api';
import { OpenTelemetryTransportV3 } from '@opentelemetry/winston-transport';
import winston from 'winston';

const { combine, json, timestamp } = winston.format;

/** The order that the work at hand is about, from the baggage of the active context. */
const order = winston.format((record) => {
  const id = propagation.getBaggage(context.active())?.getEntry('order.id')?.value;
  return id === undefined ? record : { ...record, 'order.id': id };
});

/** JSON.stringify shows nothing of an Error. */
const errors = winston.format((record) => {
  const { error } = record;
  if (!(error instanceof Error)) return record;
  return { ...record, error: { type: error.name, message: error.message, stack: error.stack } };
});

/** JSON on the console, and OTLP records; both with the trace (by instrumentation-winston) and the order at hand. */
export const logger = winston.createLogger({
  level: process.env['LOG_LEVEL'] ?? 'info',
  format: order(),
  transports: [
    new winston.transports.Console({ format: combine(errors(), timestamp(), json()) }),
    new OpenTelemetryTransportV3(),
  ],
});
