import { STATUS_CODES } from 'node:http';
import { trace } from '@opentelemetry/api';
import type { ErrorRequestHandler, Request, Response } from 'express';
import { logger } from '#telemetry/logger.ts';

/** One fault of the input; `path` reads like code: `items[0].quantity`. */
export interface Issue {
  path: string;
  message: string;
}

export interface ProblemOptions {
  /** What happened this time, for the caller to read. */
  detail?: string;
  errors?: readonly Issue[];
  /** Seconds after which trying again may help. */
  retryAfter?: number;
  headers?: Readonly<Record<string, string>>;
  /** What made it fail: logged, never answered. */
  cause?: unknown;
}

/** An answer in RFC 9457's `application/problem+json`, thrown from anywhere below a route. */
export class Problem extends Error {
  readonly status: number;
  readonly options: ProblemOptions;

  /**
   * @param status the HTTP status
   * @param title  the kind of problem, the same every time it happens
   */
  constructor(status: number, title = STATUS_CODES[status] ?? 'Unknown', options: ProblemOptions = {}) {
    super(title, { cause: options.cause });
    this.name = 'Problem';
    this.status = status;
    this.options = options;
  }
}

/** Writes the body of the answer to a problem; status and headers are set. */
export type ProblemRenderer = (problem: Problem, request: Request, response: Response) => unknown;

/** Answers whatever a route threw; faults of ours are logged once, with their trace. */
export function createProblemHandler(show: ProblemRenderer = sendProblemJson): ErrorRequestHandler {
  return async (error, request, response, _next) => {
    const problem = toProblem(error);
    if (problem.status === 500) logger.error(`${request.method} failed`, { error });
    else if (problem.status > 500) logger.warn(problem.options.detail ?? problem.message, { error: problem.cause });
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const { retryAfter, headers } = problem.options;
    response.status(problem.status);
    response.set({ ...headers, ...(retryAfter !== undefined && { 'Retry-After': String(retryAfter) }) });
    await show(problem, request, response);
  };
}

export const sendProblemJson: ProblemRenderer = (problem, _request, response) => {
  const { detail, errors } = problem.options;
  response.type('application/problem+json').send(
    JSON.stringify({
      type: typeOf(problem),
      title: problem.message,
      status: problem.status,
      detail,
      errors,
      traceId: trace.getActiveSpan()?.spanContext().traceId,
    }),
  );
};

/** RFC 9457: `about:blank` says that the status tells all; else the type is the title as a name. */
function typeOf({ status, message }: Problem): string {
  if (message === STATUS_CODES[status]) return 'about:blank';
  return `urn:orderflow:${message.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`;
}

/** Express and its parsers mark what the client did wrong with a 4xx `status`; all else is our fault. */
function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof Error && 'status' in error && typeof error.status === 'number') {
    const { status } = error;
    if (status >= 400 && status < 500) return new Problem(status, undefined, { detail: error.message });
  }
  return new Problem(500, undefined, { cause: error });
}
