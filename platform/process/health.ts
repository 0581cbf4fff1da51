import { context, metrics } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import express, { type Router } from 'express';
import { logger } from '#telemetry/logger.ts';
import { isStopping, onStop } from './stop.ts';

/** Something the process can't work without. `check` throws when it is away. */
export interface Dependency {
  name: string;
  check: () => Promise<void>;
}

type State = 'up' | 'down';

const checkMillis = 2_000;

/**
 * `GET /health/live`: the process runs. `GET /health/ready`: 200 when every dependency is there, else 503 with the
 * missing ones. A dependency that does not answer within 2 s is missing. Each change is logged. The same is told as a metric.
 */
export function health(dependencies: readonly Dependency[]): Router {
  measure(dependencies);
  const known = new Map<Dependency, State>();

  const stateOf = async (dependency: Dependency): Promise<[string, State]> => {
    const fault = await faultOf(dependency);
    const state = fault === undefined ? 'up' : 'down';
    const before = known.get(dependency) ?? 'up';
    known.set(dependency, state);
    if (before !== state) {
      const level = state === 'up' ? 'info' : 'warn';
      logger.log(level, `dependency is ${state}`, { dependency: dependency.name, ...(fault && { error: fault }) });
    }
    return [dependency.name, state];
  };

  return express
    .Router()
    .get('/health/live', (_request, response) => {
      response.json({ status: 'live' });
    })
    .get('/health/ready', async (_request, response) => {
      const states = await Promise.all(dependencies.map(stateOf));
      const missing = states.filter(([, state]) => state === 'down').map(([name]) => name);
      const all = Object.fromEntries(states);
      if (missing.length === 0) response.json({ status: 'ready', dependencies: all });
      else response.status(503).json({ status: 'not ready', missing, dependencies: all });
    });
}

/** Tells with each export which dependencies are there. A process that ends has closed its own: it tells nothing. */
function measure(dependencies: readonly Dependency[]): void {
  metrics
    .getMeter('orderflow')
    .createObservableGauge('orderflow.dependency.up', { description: '1 when what a process needs is there, else 0' })
    .addCallback(async (result) => {
      if (isStopping()) return;
      const faults = await context.with(suppressTracing(context.active()), () =>
        Promise.all(dependencies.map(faultOf)),
      );
      for (const [n, { name }] of dependencies.entries()) {
        result.observe(faults[n] === undefined ? 1 : 0, { dependency: name });
      }
    });
}

/** Why the dependency is missing; undefined when it is there. */
async function faultOf({ check }: Dependency): Promise<Error | undefined> {
  const { promise: timeout, resolve } = Promise.withResolvers<Error>();
  const timer = setTimeout(() => resolve(new Error(`no answer within ${checkMillis} ms`)), checkMillis);
  const answer = Promise.try(check).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
  );
  return Promise.race([answer, timeout]).finally(() => clearTimeout(timer));
}

/** Serves only `health`, for a process without an API. Resolves when it listens; rejects when the port is taken. */
export async function serveHealth(options: {
  host: string;
  port: number;
  dependencies: readonly Dependency[];
}): Promise<void> {
  const app = express().disable('x-powered-by').use(health(options.dependencies));
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const server = app.listen(options.port, options.host, (error) => (error ? reject(error) : resolve()));
  await promise;
  onStop('health', () => {
    server.close();
    server.closeAllConnections();
  });
}
