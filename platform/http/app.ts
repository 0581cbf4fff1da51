import { once } from 'node:events';
import type { Server } from 'node:http';
import { type AddressInfo, Server as NetServer } from 'node:net';
import express, { type Express, type RequestHandler, Router } from 'express';
import helmet from 'helmet';
import { logger } from '#telemetry/logger.ts';
import { faults as ownFaults } from '../faults/active.ts';
import type { Faults } from '../faults/faults.ts';
import { type Dependency, health } from '../process/health.ts';
import { onStop } from '../process/stop.ts';
import { disturbRequests } from './faults.ts';
import { countActive } from './metrics.ts';
import { createProblemHandler, Problem, type ProblemRenderer } from './problem.ts';

/** One call of an API. */
export interface Route {
  method: 'get' | 'post' | 'put' | 'delete';
  /** As Express writes it: `/orders/:id`. */
  path: string;
  /** Runs before the body is read: authentication, limits. */
  before?: readonly RequestHandler[];
  /** What a POST or PUT bodyType: JSON, unless it is the form of a page. */
  bodyType?: 'json' | 'form';
  handle: RequestHandler;
}

export interface AppOptions {
  /** What /health/ready asks. */
  dependencies: readonly Dependency[];
  routes: readonly Route[];
  /** Runs before every route. */
  before?: readonly RequestHandler[];
  /** How problems are answered, where it is not always as JSON. */
  renderProblem?: ProblemRenderer;
  /** What is wrong with the routes on purpose. */
  faults?: Faults | undefined;
}

/** An Express application that answers health, the routes, and every wrong request with a problem. */
export function createApp({
  dependencies,
  routes,
  before = [],
  renderProblem,
  faults = ownFaults,
}: AppOptions): Express {
  const app = express();
  app.disable('etag').disable('x-powered-by');
  app.use(health(dependencies));
  app.use(countActive());
  app.use(
    helmet({
      contentSecurityPolicy: { useDefaults: false, directives: contentSecurityPolicy },
      // Without a referrer, browsers would not tell the origin of a form either.
      referrerPolicy: { policy: 'same-origin' },
    }),
  );
  app.use(notStored, logRequest, ...before, router(routes, faults), notFound, createProblemHandler(renderProblem));
  return app;
}

/** Pages run and load nothing but this origin's scripts, styles and images; nothing inline. */
const contentSecurityPolicy = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  connectSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
};

function router(routes: readonly Route[], faults: Faults | undefined): Router {
  const result = Router();
  for (const { method, path, before = [], bodyType = 'json', handle } of routes) {
    const read = method === 'post' || method === 'put' ? bodies[bodyType] : [];
    // What switches faults off must not suffer from them.
    const disturb =
      faults === undefined || path.startsWith('/api/admin/')
        ? []
        : [disturbRequests(faults, `${method.toUpperCase()} ${path}`)];
    result[method](path, ...disturb, ...before, ...read, handle);
  }
  for (const [path, methods] of methodsByPath(routes)) result.all(path, methodNotAllowed(methods));
  return result;
}

function methodsByPath(routes: readonly Route[]): Map<string, string[]> {
  const methods = new Map<string, string[]>();
  for (const { path, method } of routes) {
    const names = method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()];
    methods.set(path, [...(methods.get(path) ?? []), ...names]);
  }
  return methods;
}

function methodNotAllowed(methods: readonly string[]): RequestHandler {
  const allow = { Allow: [...methods, 'OPTIONS'].join(', ') };
  return (request, response) => {
    if (request.method !== 'OPTIONS') throw new Problem(405, undefined, { headers: allow });
    response.set(allow).status(204).end();
  };
}

function only(type: string): RequestHandler {
  return (request, _response, next) => {
    const empty = !request.headers['transfer-encoding'] && Number(request.headers['content-length'] ?? 0) === 0;
    if (!empty && !request.is(type)) throw new Problem(415, undefined, { detail: `The body must be ${type}.` });
    next();
  };
}

const bodies = {
  json: [only('application/json'), express.json({ limit: '16kb' })],
  form: [only('application/x-www-form-urlencoded'), express.urlencoded({ limit: '16kb', extended: false })],
};

const notFound: RequestHandler = () => {
  throw new Problem(404);
};

/** Answers are personal, or change at any moment; a route that knows better says so. */
const notStored: RequestHandler = (_request, response, next) => {
  response.set('Cache-Control', 'no-store');
  next();
};

const logRequest: RequestHandler = (request, response, next) => {
  response.once('finish', () => logger.debug('request', { method: request.method, status: response.statusCode }));
  next();
};

export interface ListenOptions {
  host: string;
  port: number;
  /** Ends the answers that would go on for ever (event streams), once no new request is accepted. */
  endStreams?: () => void;
}

/** Every answer is promised within this time, also while the process stops. */
const answeredWithinMs = 5_000;

/** Serves until the process stops: then accepts nothing more and finishes what is in hand. */
export async function listen(app: Express, { host, port, endStreams }: ListenOptions): Promise<Server> {
  const server = app.listen(port, host);
  await once(server, 'listening');
  logger.info('listening', { host, port: (server.address() as AddressInfo).port });
  onStop('http server', () => close(server, endStreams));
  return server;
}

function close(server: Server, endStreams: (() => void) | undefined): Promise<void> {
  return new Promise((resolve) => {
    // Busy clients are told to leave with their next answer; connections that stay idle are closed.
    server.prependListener('request', (_request, response) => response.setHeader('Connection', 'close'));
    const idle = setInterval(() => server.closeIdleConnections(), 200);
    const late = setTimeout(() => server.closeAllConnections(), answeredWithinMs);
    // The HTTP server's own close() would at once cut connections on which a request is on its way.
    NetServer.prototype.close.call(server, () => {
      clearInterval(idle);
      clearTimeout(late);
      resolve();
    });
    endStreams?.();
  });
}
