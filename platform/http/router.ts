import { type RequestHandler, Router } from 'express';
import type { Faults } from '../faults/faults.ts';
import { bodyParsers } from './body.ts';
import { injectHttpFaults } from './faults.ts';
import { Problem } from './problem.ts';

/** One operation of an API. */
export interface Route {
  method: 'get' | 'post' | 'put' | 'delete';
  /** The path in Express's notation: `/orders/:id`. */
  path: string;
  /** Middleware that runs before the body is read: authentication, rate limits. */
  before?: readonly RequestHandler[];
  /** The format of the body of a POST or PUT; JSON by default. */
  bodyType?: keyof typeof bodyParsers;
  handle: RequestHandler;
}

/** Creates a router that serves the routes and responds with 405 to other methods on their paths. */
export function createRouter(routes: readonly Route[], faults: Faults | undefined): Router {
  const router = Router();
  for (const { method, path, before = [], bodyType = 'json', handle } of routes) {
    const parseBody = method === 'post' || method === 'put' ? bodyParsers[bodyType] : [];
    // The routes that switch faults off must keep working while faults are on.
    const disturb =
      faults === undefined || path.startsWith('/api/admin/')
        ? []
        : [injectHttpFaults(faults, `${method.toUpperCase()} ${path}`)];
    router[method](path, ...disturb, ...before, ...parseBody, handle);
  }
  for (const [path, methods] of methodsByPath(routes)) router.all(path, methodNotAllowed(methods));
  return router;
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
