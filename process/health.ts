import express, { type Router } from 'express';
import { onStop } from './stop.ts';

/** Something the process can't work without. `check` throws when it is away. */
export interface Dependency {
  name: string;
  check: () => Promise<void>;
}

const checkMillis = 2_000;

/** `GET /health/live`: the process runs. `GET /health/ready`: 200 when every dependency is there, else 503 naming the missing. */
export function health(dependencies: readonly Dependency[]): Router {
  return express
    .Router()
    .get('/health/live', (_request, response) => {
      response.json({ status: 'live' });
    })
    .get('/health/ready', async (_request, response) => {
      const states = await Promise.all(
        dependencies.map(async (dependency) => [dependency.name, await state(dependency)]),
      );
      const missing = states.filter(([, state]) => state === 'down').map(([name]) => name);
      response.status(missing.length === 0 ? 200 : 503).json({
        status: missing.length === 0 ? 'ready' : 'not ready',
        ...(missing.length > 0 && { missing }),
        dependencies: Object.fromEntries(states),
      });
    });
}

async function state({ check }: Dependency): Promise<'up' | 'down'> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<'down'>((resolve) => {
    timer = setTimeout(resolve, checkMillis, 'down');
  });
  const answer = Promise.try(check).then(
    () => 'up' as const,
    () => 'down' as const,
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
