import { STATUS_CODES } from 'node:http';
import { trace } from '@opentelemetry/api';
import type { ErrorRequestHandler, Request, Response } from 'express';
import { logger } from '#telemetry/logger.ts';
import { Problem } from './problem.ts';

/** A function that writes the body of an error response, after its status and headers are set. */
export type ProblemRenderer = (problem: Problem, request: Request, response: Response) => unknown;

/** Creates the middleware that responds to errors thrown by routes. Server errors are logged once, within their trace. */
export function createProblemHandler(render: ProblemRenderer = sendProblemJson): ErrorRequestHandler {
  return async (error, request, response, _next) => {
    const problem = toProblem(error);
    if (problem.status === 500) logger.error('request failed', { method: request.method, error });
    else if (problem.status > 500) logger.warn(problem.options.detail ?? problem.message, { error: problem.cause });
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const { retryAfter, headers } = problem.options;
    response.status(problem.status);
    response.set({ ...headers, ...(retryAfter !== undefined && { 'Retry-After': String(retryAfter) }) });
    await render(problem, request, response);
  };
}

/** Writes the problem as `application/problem+json`. */
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

/** Returns the URN of the title, or `about:blank` (RFC 9457) if the title only repeats the status. */
function typeOf({ status, message }: Problem): string {
  if (message === STATUS_CODES[status]) return 'about:blank';
  return `urn:orderflow:${message.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`;
}

/** Converts an error. Express and its body parsers set a 4xx `status` on client errors; all others become a 500. */
function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof Error && 'status' in error && typeof error.status === 'number') {
    const { status } = error;
    if (status >= 400 && status < 500) return new Problem(status, undefined, { detail: error.message });
  }
  return new Problem(500, undefined, { cause: error });
}
