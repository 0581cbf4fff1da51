// Starts the OpenTelemetry SDK; platform/process/preload.ts loads it before everything else.
import { logs } from '@opentelemetry/api';
import { logs as legacyLogs } from '@opentelemetry/api-logs';
import { ExpressInstrumentation, ExpressLayerType } from '@opentelemetry/instrumentation-express';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { MySQL2Instrumentation } from '@opentelemetry/instrumentation-mysql2';
import { RuntimeNodeInstrumentation } from '@opentelemetry/instrumentation-runtime-node';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { WinstonInstrumentation } from '@opentelemetry/instrumentation-winston';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { createLogProcessors, createMetricReaders, createSpanProcessors } from './export.ts';
import { exportSettings } from './export-settings.ts';
import { CallerLinkProcessor, nameTrace, RequestPropagator } from './incoming-requests.ts';
import { createKafkaJsInstrumentation } from './kafkajs-instrumentation.ts';
import { maskSql } from './mask-sql.ts';
import { OrderSpanProcessor } from './order-baggage.ts';
import { measureProcess } from './process-metrics.ts';
import { margin, maxTextLength } from './redact-text.ts';
import { createRateLimitedSampler } from './sampling.ts';

// Without the detectors of the host and the process, records do not contain host names and command lines. The last
// detector wins, so OTEL_RESOURCE_ATTRIBUTES overrides the others.
process.env['OTEL_NODE_RESOURCE_DETECTORS'] ??= 'serviceinstance,env';

/** The paths of incoming requests without telemetry, besides health checks. */
const ignoredPaths = new Set(['/telemetry', '/.well-known/jwks.json', '/.well-known/ended-sessions.json']);

const sdk = new NodeSDK({
  textMapPropagator: new RequestPropagator(),
  ...(process.env['OTEL_TRACES_SAMPLER']
    ? {}
    : { sampler: createRateLimitedSampler(exportSettings.TRACES_PER_SECOND) }),
  spanProcessors: [new OrderSpanProcessor(), new CallerLinkProcessor(), ...createSpanProcessors()],
  // Limits the memory of a span. The export cuts its texts further.
  // Events and exceptions are log records, so spans take none from the instrumentations.
  spanLimits: { attributeValueLengthLimit: maxTextLength + margin, eventCountLimit: 0 },
  logRecordProcessors: createLogProcessors(),
  metricReaders: createMetricReaders(),
  instrumentations: [
    new HttpInstrumentation({
      // Ignore health checks, the telemetry that browsers send, and what processes read from user-service every 2 s.
      ignoreIncomingRequestHook: ({ url = '' }) => url.startsWith('/health/') || ignoredPaths.has(url),
      responseHook: nameTrace,
      // Services call each other with fetch (undici). Only the telemetry exporters use node:http.
      disableOutgoingRequestInstrumentation: true,
    }),
    new ExpressInstrumentation({
      ignoreLayersType: [ExpressLayerType.MIDDLEWARE, ExpressLayerType.ROUTER, ExpressLayerType.REQUEST_HANDLER],
    }),
    new UndiciInstrumentation(),
    createKafkaJsInstrumentation(),
    new MySQL2Instrumentation({ maskStatement: true, maskStatementHook: maskSql }),
    new WinstonInstrumentation({ disableLogSending: true }),
    new RuntimeNodeInstrumentation(),
  ],
});
sdk.start();
measureProcess();
// winston-transport still uses the older logs API.
legacyLogs.setGlobalLoggerProvider(logs.getLoggerProvider());

/** Exports the queued telemetry. Never rejects, and gives up after 2 s so that an unavailable collector delays no shutdown. */
export async function flushTelemetry(): Promise<void> {
  const { promise: timeout, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, 2_000);
  await Promise.race([sdk.shutdown().catch(() => undefined), timeout]);
  clearTimeout(timer);
}
