import express, { type RequestHandler } from 'express';
import { Problem } from './problem.ts';

const limit = '16kb';
/** The limit for requests between services that carry many items. */
const batchLimit = '256kb';

/** The middleware that reads a request body, by format. It responds with 415 to a body of any other content type. */
export const bodyParsers = {
  json: [requireContentType('application/json'), express.json({ limit })],
  batch: [requireContentType('application/json'), express.json({ limit: batchLimit })],
  form: [requireContentType('application/x-www-form-urlencoded'), express.urlencoded({ limit, extended: false })],
};

function requireContentType(type: string): RequestHandler {
  return (request, _response, next) => {
    const empty = !request.headers['transfer-encoding'] && Number(request.headers['content-length'] ?? 0) === 0;
    if (!empty && !request.is(type)) throw new Problem(415, undefined, { detail: `The body must be ${type}.` });
    next();
  };
}
