import { createHash, timingSafeEqual } from 'node:crypto';
import type { RequestHandler } from 'express';
import { Problem } from '#platform/http/problem.ts';

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Creates middleware that responds with 401 unless a request has this bearer token. */
export function requireToken(token: string): RequestHandler {
  const expected = digest(`Bearer ${token}`);
  return (request, _response, next) => {
    if (timingSafeEqual(digest(request.headers.authorization ?? ''), expected)) return next();
    throw new Problem(401, undefined, {
      detail: 'A notification needs the token in ALERT_INBOX_TOKEN.',
      headers: { 'WWW-Authenticate': 'Bearer' },
    });
  };
}
