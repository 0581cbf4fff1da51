import { context } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { logger } from '#telemetry/logger.ts';

/** A measurement that is repeated until it is stopped. */
export interface PeriodicMeasurement<T> {
  /** Returns the last result, or undefined if the last measurement failed: an old value would hide the failure. */
  latest(): T | undefined;
  /**
   * Checks that the last measurement succeeded.
   * @throws {Error} if the last measurement failed, or none has finished yet
   */
  check(): Promise<void>;
  stop(): Promise<void>;
}

export interface PeriodicMeasurementOptions<T> {
  /** The name of the measurement in logs. */
  name: string;
  /** The time between two measurements, in milliseconds. */
  intervalMs: number;
  /** The maximum share of the time that is spent measuring. Slow measurements are repeated less often. */
  busyShare?: number;
  measure(): Promise<T>;
}

/** Measures now and after each interval, without spans. Logs when measurements begin to fail or to succeed. */
export function measurePeriodically<T>({
  name,
  intervalMs,
  busyShare = 1,
  measure,
}: PeriodicMeasurementOptions<T>): PeriodicMeasurement<T> {
  let latest: T | undefined;
  let failure: unknown = new Error(`${name} was not measured yet`);
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  const next = async () => {
    const start = performance.now();
    try {
      latest = await context.with(suppressTracing(context.active()), measure);
      if (failure !== undefined) logger.info('measurement available', { name });
      failure = undefined;
    } catch (error) {
      latest = undefined;
      if (failure === undefined && !stopped) logger.warn('measurement failed, retrying', { name, error });
      failure = error;
    }
    if (stopped) return;
    const busyMs = performance.now() - start;
    timer = setTimeout(
      () => {
        current = next();
      },
      Math.max(intervalMs, busyMs / busyShare - busyMs),
    );
  };
  let current = next();

  return {
    latest: () => latest,
    check: async () => {
      if (failure !== undefined) throw failure;
    },
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await current;
    },
  };
}
