import type { Request, RequestHandler } from 'express';
import { type AugmentedRequest, rateLimit } from 'express-rate-limit';
import { addressKey } from '#platform/http/client-address.ts';
import { Problem } from '#platform/http/problem.ts';

/** Limits the requests of each user (after `authenticate`) or address. Each replica counts separately. */
export const createRateLimit = (perMinute: number): RequestHandler =>
  limitBy(60_000, perMinute, ({ user, ip }) => user?.id ?? addressKey(ip));

/** Limits the requests of all clients together. Each replica counts separately. */
export const createTotalRateLimit = (perSecond: number): RequestHandler => limitBy(1_000, perSecond, () => 'all');

function limitBy(windowMs: number, limit: number, keyGenerator: (request: Request) => string): RequestHandler {
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
