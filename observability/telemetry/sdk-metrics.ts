import { MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics';

/** A reader that exports nothing itself: the reader of the process collects from it. */
class CollectedReader extends MetricReader {
  protected override async onForceFlush(): Promise<void> {}
  protected override async onShutdown(): Promise<void> {}
}

/** The metrics of the SDK itself, for the reader that exports the metrics of the process. */
export const sdkMetrics = new CollectedReader();

/**
 * Counts what the processors and exporters of spans and log records handle, drop and fail to send. They are created before
 * NodeSDK creates the meter provider of the process, so they have a separate one.
 */
export const selfObsMeterProvider = new MeterProvider({ readers: [sdkMetrics] });
