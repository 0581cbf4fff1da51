/** The reasons for the problems of operations, by status. */
type Problems = Readonly<Record<number, string>>;

/** The problems that any operation may return. */
export const anyProblem: Problems = {
  400: 'The request breaks a rule; `errors` names each invalid part',
  405: 'The path does not support this method',
  429: 'Too many requests',
  431: 'The headers are too long',
  500: 'The server failed; `traceId` names the trace of the request',
};

/** The problems of operations that require a token. */
export const securedProblem: Problems = {
  401: 'The token is missing or invalid, has expired, or its session has ended',
};

/** The problems of operations that have a body. */
export const bodyProblem: Problems = {
  413: 'The body has more than 16 KiB',
  415: 'The body is not application/json',
};

/** The problem of operations that accept the session cookie and change something. */
export const crossSite = 'The page of another site sent the request with the session cookie';

/** The problem of operations that need another service, a database or Kafka. */
export const unavailable: Problems = { 503: 'A dependency is unavailable. The request may be repeated' };

/** The problem of operations on one order of the caller. */
export const noSuchOrder: Problems = { 404: 'The order does not exist, or belongs to another user' };
