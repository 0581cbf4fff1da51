import { context } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { logger } from '#telemetry/logger.ts';

/** Something that is measured again and again. */
export interface PeriodicMeasurement<T> {
  /** The last measurement; undefined while it fails: a stale value would look like a healthy one. */
  latest(): T | undefined;
  /** @throws {Error} unless the last measurement succeeded. */
  check(): Promise<void>;
  stop(): Promise<void>;
}

export interface PeriodicMeasurementOptions<T> {
  /** What is measured, for the log. */
  name: string;
  /** Milliseconds between two measurements. */
  intervalMs: number;
  /** The share of the time that measuring may take: what takes longer is measured less often. */
  busyShare?: number;
  measure(): Promise<T>;
}

/** Measures now and again after each interval, without spans. Failures are logged when they begin and when they end. */
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
    const begin = performance.now();
    try {
      latest = await context.with(suppressTracing(context.active()), measure);
      if (failure !== undefined) logger.info('measuring', { name });
      failure = undefined;
    } catch (error) {
      latest = undefined;
      if (failure === undefined && !stopped) logger.warn('cannot be measured', { name, error });
      failure = error;
    }
    const busy = performance.now() - begin;
    if (stopped) return;
    timer = setTimeout(
      () => {
        current = next();
      },
      Math.max(intervalMs, busy / busyShare - busy),
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
