import { STATUS_CODES } from 'node:http';

/** One invalid part of the input. `path` reads like code: `items[0].quantity`. */
export interface Issue {
  path: string;
  message: string;
}

export interface ProblemOptions {
  /** An explanation of this occurrence, for the caller. */
  detail?: string;
  errors?: readonly Issue[];
  /** Seconds after which a retry may succeed. */
  retryAfter?: number;
  headers?: Readonly<Record<string, string>>;
  /** The error behind the problem: logged, but never sent. */
  cause?: unknown;
}

/** An error response in RFC 9457's `application/problem+json`. A route, or any function it calls, may throw it. */
export class Problem extends Error {
  readonly status: number;
  readonly options: ProblemOptions;

  /**
   * @param status the HTTP status
   * @param title the kind of problem, the same at every occurrence
   */
  constructor(status: number, title = STATUS_CODES[status] ?? 'Unknown', options: ProblemOptions = {}) {
    super(title, { cause: options.cause });
    this.name = 'Problem';
    this.status = status;
    this.options = options;
  }
}
