import http, { type RefinedParams, type RefinedResponse } from 'k6/http';
import { Rate } from 'k6/metrics';
import { note } from './journal.ts';
import { newTrace } from './trace-context.ts';

/** Answers of 5xx, and requests without an answer. */
const serverErrors = new Rate('server_errors');

const baseUrl = __ENV['BASE_URL'] || 'http://127.0.0.1:5000';

export interface Sending {
  /** What the request is for: a word for each kind, for the metrics. */
  name: string;
  method?: 'GET' | 'POST';
  path: string;
  token?: string;
  /** Sent as JSON; a text is sent as it is. */
  body?: object | string;
  headers?: Record<string, string>;
  /** Which answers are no failure of the request; any 2xx or 3xx if not said. */
  expected?: ReturnType<typeof http.expectedStatuses>;
}

export interface Answer {
  response: RefinedResponse<'text'>;
  traceId: string;
}

/** Sends a request to the shop, as the beginning of a trace that is recorded. */
export function send({ name, method = 'GET', path, token, body, headers, expected }: Sending): Answer {
  const { traceId, traceparent } = newTrace();
  const params: RefinedParams<'text'> = {
    responseType: 'text',
    tags: { name },
    timeout: '20s',
    headers: {
      traceparent,
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(expected !== undefined && { responseCallback: expected }),
  };
  const text = typeof body === 'object' ? JSON.stringify(body) : (body ?? null);
  const response = http.request(method, `${baseUrl}${path}`, text, params);
  serverErrors.add(response.status === 0 || response.status >= 500);
  noteIfSlow(name, response.timings.duration, traceId);
  return { response, traceId };
}

/** The times of the slowest requests that this user has noted. */
const slowest: number[] = [];

/** They hash a password. */
const slowByDesign = ['sign up', 'log in'];

/** Notes the five slowest requests of each user, and thereby those of the run. */
function noteIfSlow(name: string, ms: number, traceId: string): void {
  if (slowByDesign.includes(name)) return;
  if (slowest.length === 5 && ms <= (slowest[0] ?? 0)) return;
  slowest.push(ms);
  slowest.sort((a, b) => a - b);
  if (slowest.length > 5) slowest.shift();
  note({ slow: { name, ms, traceId } });
}
