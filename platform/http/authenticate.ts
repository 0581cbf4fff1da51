import { trace } from '@opentelemetry/api';
import { parseCookie } from 'cookie';
import type { Request, RequestHandler } from 'express';
import { createRemoteJWKSet, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { Problem } from './problem.ts';

const claims = z.object({ sub: z.uuid(), name: z.string(), role: z.enum(['customer', 'admin']), exp: z.int() });

/** The caller of a request, as described by the token. */
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
      /** The verified token, to be forwarded to other services. */
      token?: string;
    }
  }
}

export interface AuthenticateOptions {
  /** The address of user-service's public keys. */
  jwksUrl: string;
  /** The cookie that may carry the token instead of the Authorization header. */
  cookie?: string;
}

/** Verified tokens are cached for at most this time, because a signing key may be withdrawn. */
const cacheMs = 30_000;

/**
 * Creates middleware that requires a valid token of user-service and responds with 401 otherwise.
 * @see createTokenVerifier
 */
export function authenticate({ jwksUrl, cookie }: AuthenticateOptions): RequestHandler {
  const verify = createTokenVerifier(jwksUrl);
  return async (request, _response, next) => {
    const token = bearerToken(request) ?? (cookie && parseCookie(request.headers.cookie ?? '')[cookie]);
    if (!token) throw unauthorized('Bearer', 'A bearer token is required.');
    request.user = await verify(token);
    request.token = token;
    trace.getActiveSpan()?.setAttribute('user.id', request.user.id);
    next();
  };
}

/**
 * Creates a function that returns the user of a token, or throws a problem: 401 for an invalid token. The public keys are
 * fetched once and kept, so that tokens can be verified while user-service is down. Until a fetch succeeds, it throws 503.
 */
export function createTokenVerifier(jwksUrl: string): (token: string) => Promise<User> {
  const keys = createRemoteJWKSet(new URL(jwksUrl), { cacheMaxAge: Number.POSITIVE_INFINITY, timeoutDuration: 2000 });
  const users = new LRUCache<string, User>({ max: 10_000 });

  const verify = async (token: string) => {
    if (!keys.fresh) await keys.reload().catch(keysUnavailable);
    const { user, expiresAt } = await verifyToken(token, keys);
    const ttl = Math.min(expiresAt - Date.now(), cacheMs);
    if (ttl > 0) users.set(token, user, { ttl });
    return user;
  };

  return async (token) => users.get(token) ?? verify(token);
}

async function verifyToken(token: string, keys: JWTVerifyGetKey): Promise<{ user: User; expiresAt: number }> {
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
    throw unauthorized('Bearer error="invalid_token"', 'The token is invalid or has expired.');
  }
}

/**
 * Returns the user and the token of an authenticated request.
 * @throws {Problem} 401 if the route does not run `authenticate`
 */
export function caller({ user, token }: Request): { user: User; token: string } {
  if (!user || !token) throw unauthorized('Bearer', 'A bearer token is required.');
  return { user, token };
}

function bearerToken(request: Request): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1];
}

function keysUnavailable(cause: unknown): never {
  throw new Problem(503, undefined, { detail: 'Tokens cannot be verified yet.', retryAfter: 2, cause });
}

function unauthorized(challenge: string, detail: string): Problem {
  return new Problem(401, undefined, { detail, headers: { 'WWW-Authenticate': challenge } });
}
