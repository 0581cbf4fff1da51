// Starts the OpenTelemetry SDK; platform/process/preload.ts loads it before everything else.
import { logs } from '@opentelemetry/api';
import { logs as legacyLogs } from '@opentelemetry/api-logs';
import { CompositePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import { ExpressInstrumentation, ExpressLayerType } from '@opentelemetry/instrumentation-express';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { MySQL2Instrumentation } from '@opentelemetry/instrumentation-mysql2';
import { RuntimeNodeInstrumentation } from '@opentelemetry/instrumentation-runtime-node';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { WinstonInstrumentation } from '@opentelemetry/instrumentation-winston';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { exportLogs, exportMetrics, exportSpans, tracesPerSecond } from './export.ts';
import { kafkaJsInstrumentation } from './kafkajs-instrumentation.ts';
import { maskSql } from './mask-sql.ts';
import { OrderBaggagePropagator, OrderSpanProcessor } from './order-baggage.ts';
import { measureProcess } from './process-metrics.ts';
import { createRateLimitedSampler } from './sampling.ts';

// What the machine and the command line are called is left out of every record; OTEL_RESOURCE_ATTRIBUTES comes last and wins.
process.env['OTEL_NODE_RESOURCE_DETECTORS'] ??= 'serviceinstance,env';

const sdk = new NodeSDK({
  textMapPropagator: new CompositePropagator({
    propagators: [new W3CTraceContextPropagator(), new OrderBaggagePropagator()],
  }),
  ...(process.env['OTEL_TRACES_SAMPLER'] ? {} : { sampler: createRateLimitedSampler(tracesPerSecond) }),
  spanProcessors: [new OrderSpanProcessor(), ...exportSpans()],
  logRecordProcessors: exportLogs(),
  metricReaders: exportMetrics(),
  instrumentations: [
    new HttpInstrumentation({
      // Health checks, and the telemetry of browsers, which is none of ours.
      ignoreIncomingRequestHook: ({ url = '' }) => url.startsWith('/health/') || url === '/telemetry',
      // Calls to other services are fetch (undici); what still goes out through node:http is telemetry itself.
      disableOutgoingRequestInstrumentation: true,
    }),
    new ExpressInstrumentation({
      ignoreLayersType: [ExpressLayerType.MIDDLEWARE, ExpressLayerType.ROUTER, ExpressLayerType.REQUEST_HANDLER],
    }),
    new UndiciInstrumentation(),
    kafkaJsInstrumentation(),
    new MySQL2Instrumentation({ maskStatement: true, maskStatementHook: maskSql }),
    new WinstonInstrumentation({ disableLogSending: true }),
    new RuntimeNodeInstrumentation(),
  ],
});
sdk.start();
measureProcess();
// winston-transport still speaks to the older logs API.
legacyLogs.setGlobalLoggerProvider(logs.getLoggerProvider());

/** Sends what is still queued; gives up after 2 s, so that a collector that is gone delays no one. Never fails. */
export async function flushTelemetry(): Promise<void> {
  const { promise: timeout, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, 2_000);
  await Promise.race([sdk.shutdown().catch(() => undefined), timeout]);
  clearTimeout(timer);
}
