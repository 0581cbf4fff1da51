import { once } from 'node:events';
import express, { type Router } from 'express';
import { logger } from '#telemetry/logger.ts';
import { type Dependency, findError, measureDependencies } from './dependency.ts';
import { createHttpServer, refuse } from './http-server.ts';
import { onStop } from './stop.ts';

type State = 'up' | 'down';

/**
 * Creates the routes of health checks. `GET /health/live` returns 200 while the process runs. `GET /health/ready` returns
 * 200 if all dependencies are available, otherwise 503 with the unavailable ones. Changes are logged, and reported as a metric.
 */
export function createHealthRoutes(dependencies: readonly Dependency[]): Router {
  measureDependencies(dependencies);
  const known = new Map<Dependency, State>();

  const check = async (dependency: Dependency): Promise<[string, State]> => {
    const error = await findError(dependency);
    const state = error === undefined ? 'up' : 'down';
    const before = known.get(dependency) ?? 'up';
    known.set(dependency, state);
    if (before !== state) {
      const level = state === 'up' ? 'info' : 'warn';
      logger.log(level, `dependency is ${state}`, { dependency: dependency.name, ...(error && { error }) });
    }
    return [dependency.name, state];
  };

  return express
    .Router()
    .get('/health/live', (_request, response) => {
      response.json({ status: 'live' });
    })
    .get('/health/ready', async (_request, response) => {
      const states = await Promise.all(dependencies.map(check));
      const missing = states.filter(([, state]) => state === 'down').map(([name]) => name);
      const all = Object.fromEntries(states);
      if (missing.length === 0) response.json({ status: 'ready', dependencies: all });
      else response.status(503).json({ status: 'not ready', missing, dependencies: all });
    });
}

/** Serves only health checks, in a process without an API. Rejects if the port is in use. */
export async function serveHealth(options: {
  host: string;
  port: number;
  dependencies: readonly Dependency[];
}): Promise<void> {
  const app = express().disable('x-powered-by').use(createHealthRoutes(options.dependencies));
  app.use((_request, response) => refuse(response, 404));
  const server = createHttpServer(app).listen(options.port, options.host);
  await once(server, 'listening');
  onStop('health', () => {
    server.close();
    server.closeAllConnections();
  });
}
