import type { Request, RequestHandler } from 'express';
import { type AugmentedRequest, ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { Problem } from '#platform/http/problem.ts';

/** Limits the requests of a user (after `authenticate`) or of an address, in each instance by itself. */
export const limitRate = (perMinute: number): RequestHandler =>
  limited(60_000, perMinute, ({ user, ip }) => user?.id ?? ipKeyGenerator(ip ?? ''));

/** Limits the requests of all together, in each instance by itself. */
export const limitAll = (perSecond: number): RequestHandler => limited(1_000, perSecond, () => 'all');

function limited(windowMs: number, limit: number, keyGenerator: (request: Request) => string): RequestHandler {
  return rateLimit({
    windowMs,
    limit,
    standardHeaders: false,
    legacyHeaders: false,
    keyGenerator,
    handler: (request) => {
      const { resetTime } = (request as AugmentedRequest)['rateLimit'] ?? {};
      const waitMs = (resetTime?.getTime() ?? 0) - Date.now();
      throw new Problem(429, undefined, { retryAfter: Math.max(1, Math.ceil(waitMs / 1_000)) });
    },
  });
}
