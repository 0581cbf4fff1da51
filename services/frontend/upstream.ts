import { metrics } from '@opentelemetry/api';
import CircuitBreaker from 'opossum';
import { z } from 'zod';
import { type Issue, Problem } from '#platform/http/problem.ts';

export interface UpstreamOptions {
  /** The name of the service. */
  name: string;
  url: string;
  /** How long it may take to answer. */
  timeoutMs: number;
}

export interface UpstreamRequest {
  method?: 'GET' | 'POST';
  /** Forwarded as a bearer token. */
  token?: string;
  /** Sent as JSON. */
  body?: unknown;
  /** Whom the request is made for, where the service limits by address. */
  clientAddress?: string | undefined;
}

/** Another service, behind a time limit and a circuit breaker. */
export interface Upstream {
  /**
   * What the service answered with a 2xx, or undefined for its 404.
   * @throws {Problem} the service's own 4xx, or 503 when it is away, slow or failing
   */
  request(path: string, options?: UpstreamRequest): Promise<unknown>;
}

const retryAfterSeconds = 2;
const problemBody = z.object({
  title: z.string(),
  detail: z.string().optional(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});

const circuits: { name: string; breaker: CircuitBreaker<unknown[], unknown> }[] = [];
metrics
  .getMeter('orderflow')
  .createObservableGauge('orderflow.circuit.open', {
    description: '1 while calls to a dependency are refused because it failed too often',
  })
  .addCallback((result) => {
    for (const { name, breaker } of circuits) result.observe(Number(breaker.opened), { dependency: name });
  });

/** A circuit breaker that opens when half of at least 10 calls in 10 s fail, and tries again after 2 s. */
export function circuitBreaker<Args extends unknown[], Result>(
  name: string,
  call: (...args: Args) => Promise<Result>,
): CircuitBreaker<Args, Result> {
  const breaker = new CircuitBreaker(call, {
    // The call has its own time limit, which also ends it.
    timeout: false,
    // Both would sort the latencies of the last 10 s again and again.
    rollingPercentilesEnabled: false,
    enableSnapshots: false,
    errorThresholdPercentage: 50,
    volumeThreshold: 10,
    resetTimeout: retryAfterSeconds * 1_000,
  });
  circuits.push({ name, breaker: breaker as unknown as CircuitBreaker<unknown[], unknown> });
  return breaker;
}

export function upstream({ name, url, timeoutMs }: UpstreamOptions): Upstream {
  const breaker = circuitBreaker(name, async (path: string, request: UpstreamRequest) => {
    const { method = 'GET', token, body, clientAddress } = request;
    const response = await fetch(new URL(path, url), {
      method,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(clientAddress !== undefined && { 'x-forwarded-for': clientAddress }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    const answer: unknown = await response.json();
    if (response.status >= 500) throw new Error(`${name} answered ${response.status}`);
    return { status: response.status, answer, retryAfter: response.headers.get('retry-after') };
  });

  return {
    request: async (path, options = {}) => {
      const { status, answer, retryAfter } = await breaker.fire(path, options).catch((cause: unknown) => {
        throw new Problem(503, undefined, {
          detail: `${name} does not answer.`,
          retryAfter: retryAfterSeconds,
          cause,
        });
      });
      if (status === 404) return undefined;
      if (status >= 400) throw refused(status, answer, retryAfter);
      return answer;
    },
  };
}

/** The service's own refusal, in its words. */
function refused(status: number, answer: unknown, retryAfter: string | null): Problem {
  const { title, detail, errors } = problemBody.parse(answer);
  return new Problem(status, title, {
    ...(detail !== undefined && { detail }),
    ...(errors !== undefined && { errors: errors satisfies Issue[] }),
    ...(retryAfter !== null && { retryAfter: Number(retryAfter) }),
    ...(status === 401 && { headers: { 'WWW-Authenticate': 'Bearer' } }),
  });
}
