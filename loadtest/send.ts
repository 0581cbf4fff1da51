import http, { type RefinedParams, type RefinedResponse } from 'k6/http';
import { Rate } from 'k6/metrics';
import { writeLine } from './journal.ts';

/** The share of requests that returned 5xx or got no response. */
const serverErrors = new Rate('server_errors');

const baseUrl = __ENV['BASE_URL'] || 'http://127.0.0.1:5000';

/** A request to the shop. */
export interface ShopRequest {
  /** The kind of request, which becomes a tag of its metrics. */
  name: string;
  method?: 'GET' | 'POST';
  path: string;
  token?: string;
  /** Sent as JSON; a string is sent unchanged. */
  body?: object | string;
  headers?: Record<string, string>;
  /** The statuses that do not count as a failed request; by default any 2xx or 3xx. */
  expected?: ReturnType<typeof http.expectedStatuses>;
}

/** A response of the shop, with the trace of its request; the trace is unknown if there was no response. */
export interface Answer {
  response: RefinedResponse<'text'>;
  traceId: string;
}

/** Sends a request to the shop. */
export function send({ name, method = 'GET', path, token, body, headers, expected }: ShopRequest): Answer {
  const params: RefinedParams<'text'> = {
    responseType: 'text',
    tags: { name },
    timeout: '20s',
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(expected !== undefined && { responseCallback: expected }),
  };
  const text = typeof body === 'object' ? JSON.stringify(body) : (body ?? null);
  const response = http.request(method, `${baseUrl}${path}`, text, params);
  const traceId = traceIdOf(response);
  serverErrors.add(response.status === 0 || response.status >= 500);
  writeIfSlow(name, response.timings.duration, traceId);
  return { response, traceId };
}

/** Returns the id of the trace that the shop began for a request. */
const traceIdOf = ({ headers }: RefinedResponse<'text'>): string =>
  headers['Traceresponse']?.split('-')[1] ?? 'unknown';

/** The durations of this user's slowest requests so far, in ascending order. */
const slowest: number[] = [];

/** Requests that are slow by design, because they hash a password. */
const slowByDesign = ['sign up', 'log in'];

/** Writes a request to the journal if it is among this user's five slowest so far. */
function writeIfSlow(name: string, ms: number, traceId: string): void {
  if (slowByDesign.includes(name)) return;
  if (slowest.length === 5 && ms <= (slowest[0] ?? 0)) return;
  slowest.push(ms);
  slowest.sort((a, b) => a - b);
  if (slowest.length > 5) slowest.shift();
  writeLine({ slow: { name, ms, traceId } });
}
