import express, { type Express, type RequestHandler } from 'express';
import { logger } from '#telemetry/logger.ts';
import type { Faults } from '../faults/faults.ts';
import { faults as ownFaults } from '../faults/this-process.ts';
import type { Dependency } from '../process/dependency.ts';
import { createHealthRoutes } from '../process/health.ts';
import { countActiveRequests } from './metrics.ts';
import { Problem } from './problem.ts';
import { createProblemHandler, type ProblemRenderer } from './problem-handler.ts';
import { createRouter, type Route } from './router.ts';
import { securityHeaders } from './security-headers.ts';

export interface AppOptions {
  /** The dependencies that `GET /health/ready` checks. */
  dependencies: readonly Dependency[];
  routes: readonly Route[];
  /** Middleware that runs before every route. */
  before?: readonly RequestHandler[];
  /** Writes the bodies of problems; JSON by default. */
  renderProblem?: ProblemRenderer;
  /** The faults that may be injected into the routes; by default those of this process. */
  faults?: Faults | undefined;
}

/** Creates an Express application that serves health checks and the routes, and converts every error to a problem response. */
export function createApp({
  dependencies,
  routes,
  before = [],
  renderProblem,
  faults = ownFaults,
}: AppOptions): Express {
  const app = express().disable('etag').disable('x-powered-by');
  app.use(createHealthRoutes(dependencies), countActiveRequests(), securityHeaders, forbidCaching, logRequest);
  app.use(refuseInvalidHost);
  app.use(...before, createRouter(routes, faults), notFound, createProblemHandler(renderProblem));
  return app;
}

/** Most responses are personal or change at any moment; a route may set a header that allows caching. */
const forbidCaching: RequestHandler = (_request, response, next) => {
  response.set('Cache-Control', 'no-store');
  next();
};

/** Refuses a Host header that is no host with an optional port, because URLs and telemetry are made of it. */
const refuseInvalidHost: RequestHandler = ({ headers: { host } }, _response, next) => {
  if (host !== undefined && !/^(?:[\w.-]{1,253}|\[[\da-f:.]{2,45}\])(?::\d{1,5})?$/i.test(host)) {
    throw new Problem(400, undefined, { detail: 'The Host header is not a host.' });
  }
  next();
};

const logRequest: RequestHandler = (request, response, next) => {
  response.once('finish', () => logger.debug('request', { method: request.method, status: response.statusCode }));
  next();
};

const notFound: RequestHandler = () => {
  throw new Problem(404);
};
