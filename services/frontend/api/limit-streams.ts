import type { RequestHandler } from 'express';
import { caller } from '#platform/http/authenticate.ts';
import { Problem } from '#platform/http/problem.ts';

const retrySeconds = 5;

/** Creates middleware that limits the concurrent event streams of each user. Each replica counts separately. */
export function limitStreams(maxPerUser: number): RequestHandler {
  const open = new Map<string, number>();
  return (request, response, next) => {
    const { id } = caller(request).user;
    const count = open.get(id) ?? 0;
    if (count >= maxPerUser) {
      const detail = `A user may have ${maxPerUser} event streams at the same time.`;
      throw new Problem(429, 'Too many event streams', { detail, retryAfter: retrySeconds });
    }
    open.set(id, count + 1);
    response.once('close', () => {
      const left = (open.get(id) ?? 1) - 1;
      if (left > 0) open.set(id, left);
      else open.delete(id);
    });
    next();
  };
}
