import { z } from 'zod';
import { readConfig } from './read-config.ts';

const exporter = z.enum(['otlp', 'none'], 'must be otlp or none').default('otlp');
const message = 'must be a whole number above 0';
const positive = (defaultValue: number) =>
  z.coerce.number(message).int(message).positive(message).default(defaultValue);

/**
 * The SDK's own environment variables. The defaults allow for the bursts of a busy worker, and make telemetry visible
 * within a second. The exporters read the OTEL_EXPORTER_OTLP_* variables themselves, except for the protocol.
 */
export const exportSettings = readConfig(
  z.object({
    /** NodeSDK ignores this file without a message. Whoever sets it would believe that it is in effect. */
    OTEL_CONFIG_FILE: z.undefined('is not supported; set the OTEL_* variables instead').optional(),
    OTEL_EXPORTER_OTLP_PROTOCOL: z.literal('http/protobuf', 'must be http/protobuf').optional(),
    OTEL_TRACES_EXPORTER: exporter,
    OTEL_LOGS_EXPORTER: exporter,
    OTEL_METRICS_EXPORTER: exporter,
    OTEL_BSP_MAX_QUEUE_SIZE: positive(8_192),
    OTEL_BSP_MAX_EXPORT_BATCH_SIZE: positive(1_024),
    OTEL_BSP_SCHEDULE_DELAY: positive(1_000),
    OTEL_BSP_EXPORT_TIMEOUT: positive(30_000),
    OTEL_BLRP_MAX_QUEUE_SIZE: positive(8_192),
    OTEL_BLRP_MAX_EXPORT_BATCH_SIZE: positive(1_024),
    OTEL_BLRP_SCHEDULE_DELAY: positive(1_000),
    OTEL_BLRP_EXPORT_TIMEOUT: positive(30_000),
    OTEL_METRIC_EXPORT_INTERVAL: positive(5_000),
    OTEL_METRIC_EXPORT_TIMEOUT: positive(5_000),
    /** The number of traces that a process may begin per second before it samples them (sampling.ts). */
    TRACES_PER_SECOND: positive(50),
  }),
);
