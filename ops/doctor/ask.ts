import { setTimeout as delay } from 'node:timers/promises';
import { Fault } from './check.ts';

export interface Request {
  method?: 'GET' | 'POST';
  /** Sent as JSON. */
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  status: number;
  text: string;
}

const patienceMs = 10_000;

/**
 * What a server answers, whatever its status.
 * @throws {Fault} when it does not answer
 */
export async function ask(url: string, { method = 'GET', body, headers }: Request = {}): Promise<Answer> {
  try {
    const response = await fetch(url, {
      method,
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(patienceMs),
    });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    throw new Fault(`${new URL(url).origin} does not answer (${reasonOf(error)})`);
  }
}

/**
 * The JSON that a server answers.
 * @throws {Fault} when it does not answer, or not with a 2xx
 */
export async function askJson<T>(url: string, request?: Request): Promise<T> {
  const { status, text } = await ask(url, request);
  const { origin, pathname } = new URL(url);
  if (status >= 300) throw new Fault(`${origin}${pathname} answers ${status}: ${reasonIn(text)}`);
  try {
    return JSON.parse(text) as T;
  } catch {
    throw new Fault(`${origin}${pathname} answers ${status}, but not with JSON`);
  }
}

/** What a problem (RFC 9457) says, or the beginning of whatever else was answered. */
function reasonIn(text: string): string {
  try {
    const { title, detail } = JSON.parse(text) as { title?: string; detail?: string };
    return detail ?? title ?? text.slice(0, 200);
  } catch {
    return text.trim().slice(0, 200);
  }
}

/** `ECONNREFUSED`, or what else is known. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `nothing within ${patienceMs / 1_000} s`;
  const { cause } = error;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : error.message;
}

/**
 * Looks again until nothing is missing any more.
 * @param look what was found, or what is missing yet
 * @throws {Fault} with what is missing still after `seconds`
 */
export async function eventually<T>(
  seconds: number,
  look: () => Promise<{ found: T } | { missing: string }>,
): Promise<T> {
  const deadline = performance.now() + seconds * 1_000;
  for (;;) {
    const seen = await look();
    if ('found' in seen) return seen.found;
    if (performance.now() > deadline) throw new Fault(`${seen.missing} after ${seconds} s`);
    await delay(300);
  }
}
