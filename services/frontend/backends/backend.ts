import { z } from 'zod';
import { type Issue, Problem } from '#platform/http/problem.ts';
import { createCircuitBreaker, resetSeconds } from './circuit-breaker.ts';

export interface BackendOptions {
  /** The name of the service, for error texts and metrics. */
  name: string;
  url: string;
  /** The time limit of each request. */
  timeoutMs: number;
  /** Proves to the service that the request comes from the frontend, so that it believes the client's address. */
  secret?: string | undefined;
}

export interface BackendRequest {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Sent as a bearer token. */
  token?: string;
  /** Sent as JSON. */
  body?: unknown;
  /** The address of the client, for services that limit requests by address. */
  clientAddress?: string | undefined;
}

/** Another service, called over HTTP with a time limit and a circuit breaker. */
export interface Backend {
  /**
   * Sends a request. Returns the body of a 2xx response, or undefined for a 204 or 404.
   * @throws {Problem} the 4xx problem that the service returned, or 503 if it is unavailable, slow or failing, or
   *   returned another 4xx
   */
  request(path: string, options?: BackendRequest): Promise<unknown>;
}

export function createBackend(options: BackendOptions): Backend {
  const { name } = options;
  const breaker = createCircuitBreaker(name, (path: string, request: BackendRequest) => send(options, path, request));
  return {
    request: async (path, request = {}) => {
      const { status, body, retryAfter } = await breaker.fireAfterTrial(path, request).catch((cause: unknown) => {
        throw new Problem(503, undefined, { detail: `${name} does not respond.`, retryAfter: resetSeconds, cause });
      });
      if (status === 404) return undefined;
      if (status >= 400) throw toProblem(name, status, body, retryAfter);
      return body;
    },
  };
}

async function send({ name, url, timeoutMs, secret }: BackendOptions, path: string, request: BackendRequest) {
  const { method = 'GET', token, body, clientAddress } = request;
  const response = await fetch(new URL(path, url), {
    method,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(clientAddress !== undefined &&
        secret !== undefined && { 'x-forwarded-for': clientAddress, 'frontend-secret': secret }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (response.status >= 500) throw new Error(`${name} returned ${response.status}`);
  // Node itself refuses some requests without JSON, such as those with too many headers.
  const answer: unknown =
    response.status === 204
      ? undefined
      : await response.json().catch((error: unknown) => {
          if (response.status < 400) throw error;
        });
  return { status: response.status, body: answer, retryAfter: response.headers.get('retry-after') };
}

const problemBody = z.object({
  title: z.string(),
  detail: z.string().optional(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});

/**
 * Converts a 4xx response of a service to a problem with the same texts. A response of another form is not about the request
 * of our client, so it becomes a 503. It does not open the circuit breaker, because the requests of one client may cause it.
 */
function toProblem(name: string, status: number, body: unknown, retryAfter: string | null): Problem {
  const problem = problemBody.safeParse(body);
  if (!problem.success) {
    const cause = new Error(`${name} returned ${status} without a problem`);
    return new Problem(503, undefined, { detail: `${name} refused the request.`, retryAfter: resetSeconds, cause });
  }
  const { title, detail, errors } = problem.data;
  return new Problem(status, title, {
    ...(detail !== undefined && { detail }),
    ...(errors !== undefined && { errors: errors satisfies Issue[] }),
    ...(/^\d{1,6}$/.test(retryAfter ?? '') && { retryAfter: Number(retryAfter) }),
    ...(status === 401 && { headers: { 'WWW-Authenticate': 'Bearer' } }),
  });
}
