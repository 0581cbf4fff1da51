import type { RequestHandler } from 'express';
import { type AugmentedRequest, ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { Problem } from '#http/problem.ts';

/** Limits the requests of a user (after `authenticate`) or of an address, in each instance by itself. */
export function limitRate(perMinute: number): RequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit: perMinute,
    standardHeaders: false,
    legacyHeaders: false,
    keyGenerator: ({ user, ip }) => user?.id ?? ipKeyGenerator(ip ?? ''),
    handler: (request) => {
      const { resetTime } = (request as AugmentedRequest)['rateLimit'] ?? {};
      const waitMs = (resetTime?.getTime() ?? 0) - Date.now();
      throw new Problem(429, undefined, { retryAfter: Math.max(1, Math.ceil(waitMs / 1_000)) });
    },
  });
}
