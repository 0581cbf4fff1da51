/** An HTTP request. */
export interface Request {
  method?: 'GET' | 'POST';
  /** Sent as JSON. */
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
  /** Seconds to wait for the complete response; 10 by default. */
  withinSeconds?: number;
  /** Cancels the request. */
  signal?: AbortSignal | undefined;
}

/** A server's response, of any status. */
export interface Answer {
  status: number;
  text: string;
  headers: Headers;
}

/** The error of a request without a successful response. The message names the server and the reason. */
export class RequestFailed extends Error {
  override readonly name = 'RequestFailed';
}

/**
 * Sends a request and returns the response, regardless of its status.
 * @throws {RequestFailed} when the server does not respond in time
 */
export async function ask(url: string, request: Request = {}): Promise<Answer> {
  const { method = 'GET', body, headers, withinSeconds = 10, signal } = request;
  const timeout = AbortSignal.timeout(withinSeconds * 1_000);
  try {
    const response = await fetch(url, {
      method,
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    });
    return { status: response.status, text: await response.text(), headers: response.headers };
  } catch (error) {
    const reason = timeout.aborted ? `timed out after ${withinSeconds} s` : reasonOf(error);
    throw new RequestFailed(`${new URL(url).origin} does not respond (${reason})`);
  }
}

/**
 * Sends a request and returns the JSON of the response.
 * @throws {RequestFailed} when the server does not respond in time, or returns a status other than 2xx
 */
export async function askJson<T>(url: string, request?: Request): Promise<T> {
  return jsonIn(url, await ask(url, request));
}

/**
 * Accepts only a response with the status 2xx.
 * @throws {RequestFailed} otherwise, with the address and the problem
 */
export function checkStatus(url: string, { status, text }: Answer): void {
  const { origin, pathname } = new URL(url);
  if (status >= 300) throw new RequestFailed(`${origin}${pathname} returned ${status}: ${problemIn(text)}`);
}

/**
 * Parses the JSON of a response.
 * @throws {RequestFailed} when the response is not JSON, or has a status other than 2xx
 */
export function jsonIn<T>(url: string, answer: Answer): T {
  checkStatus(url, answer);
  try {
    return JSON.parse(answer.text) as T;
  } catch {
    const { origin, pathname } = new URL(url);
    const { status } = answer;
    throw new RequestFailed(`${origin}${pathname} returned ${status} without JSON`);
  }
}

/** Returns the detail or title of a problem (RFC 9457), or the beginning of any other response. */
function problemIn(text: string): string {
  try {
    const { title, detail } = JSON.parse(text) as { title?: string; detail?: string };
    return detail ?? title ?? text.slice(0, 200);
  } catch {
    return text.trim().slice(0, 200);
  }
}

/** Returns the code of a network error, such as `ECONNREFUSED`, or else the error's message. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : error.message;
}
