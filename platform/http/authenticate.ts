import { trace } from '@opentelemetry/api';
import { parseCookie } from 'cookie';
import type { Request, RequestHandler } from 'express';
import { createRemoteJWKSet, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { Problem } from './problem.ts';

const claims = z.object({ sub: z.uuid(), name: z.string(), role: z.enum(['customer', 'admin']), exp: z.int() });

/** Who is calling, as the token says. */
export interface User {
  id: string;
  name: string;
  role: 'customer' | 'admin';
}

declare global {
  namespace Express {
    interface Request {
      /** Set by `authenticate`; read it through `caller`. */
      user?: User;
      /** The token that proved it, to forward to other services. */
      token?: string;
    }
  }
}

export interface AuthenticateOptions {
  /** Where user-service publishes its public keys. */
  jwksUrl: string;
  /** The cookie that may carry the token instead of the Authorization header. */
  cookie?: string;
}

/** A token is verified again after this long: its signing key may have been withdrawn. */
const trustedForMs = 30_000;

/**
 * Lets in who bears a valid token of user-service; others get a 401. The keys are fetched once and then kept, so tokens
 * are verified while user-service is away; as long as no key could be fetched the answer is 503.
 */
export function authenticate({ jwksUrl, cookie }: AuthenticateOptions): RequestHandler {
  const keys = createRemoteJWKSet(new URL(jwksUrl), { cacheMaxAge: Number.POSITIVE_INFINITY, timeoutDuration: 2000 });
  const verified = new LRUCache<string, User>({ max: 10_000 });

  const verify = async (token: string) => {
    if (!keys.fresh) await keys.reload().catch(unverifiable);
    const { user, expiresAt } = await userOf(token, keys);
    const left = Math.min(expiresAt - Date.now(), trustedForMs);
    if (left > 0) verified.set(token, user, { ttl: left });
    return user;
  };

  return async (request, _response, next) => {
    const token = bearer(request) ?? (cookie && parseCookie(request.headers.cookie ?? '')[cookie]);
    if (!token) throw unauthorized('Bearer', 'A bearer token is needed.');
    request.user = verified.get(token) ?? (await verify(token));
    request.token = token;
    trace.getActiveSpan()?.setAttribute('user.id', request.user.id);
    next();
  };
}

async function userOf(token: string, keys: JWTVerifyGetKey): Promise<{ user: User; expiresAt: number }> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      algorithms: ['EdDSA'],
      issuer: 'orderflow',
      audience: 'orderflow',
      requiredClaims: ['exp'],
    });
    const { sub, name, role, exp } = claims.parse(payload);
    return { user: { id: sub, name, role }, expiresAt: exp * 1_000 };
  } catch {
    throw unauthorized('Bearer error="invalid_token"', 'The token is not valid, or no longer.');
  }
}

/** The authenticated user and token of a request that `authenticate` let through. */
export function caller({ user, token }: Request): { user: User; token: string } {
  if (!user || !token) throw unauthorized('Bearer', 'A bearer token is needed.');
  return { user, token };
}

function bearer(request: Request): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1];
}

function unverifiable(cause: unknown): never {
  throw new Problem(503, undefined, { detail: 'Tokens cannot be verified yet.', retryAfter: 2, cause });
}

function unauthorized(challenge: string, detail: string): Problem {
  return new Problem(401, undefined, { detail, headers: { 'WWW-Authenticate': challenge } });
}
