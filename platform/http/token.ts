import { type JWTVerifyGetKey, jwtVerify } from 'jose';
import { z } from 'zod';
import { Problem } from './problem.ts';

/** The caller of a request, as described by the token. */
export interface User {
  id: string;
  name: string;
  role: 'customer' | 'admin';
}

/** A login of a user, as described by its token. */
export interface Session {
  /** Undefined in tokens of versions that could not end sessions; these tokens remain valid until they expire. */
  id: string | undefined;
  user: User;
  /** When the token expires, in milliseconds since 1970. */
  expiresAt: number;
}

const claims = z.object({
  sub: z.uuid(),
  sid: z.uuid().optional(),
  name: z.string(),
  role: z.enum(['customer', 'admin']),
  exp: z.int(),
});

/**
 * Verifies a token of user-service with its public keys.
 * @throws {Problem} 401 if the token is invalid or has expired
 */
export async function verifyToken(token: string, keys: JWTVerifyGetKey): Promise<Session> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      algorithms: ['EdDSA'],
      issuer: 'orderflow',
      audience: 'orderflow',
      requiredClaims: ['exp'],
    });
    const { sub, sid, name, role, exp } = claims.parse(payload);
    return { id: sid, user: { id: sub, name, role }, expiresAt: exp * 1_000 };
  } catch {
    throw invalidToken();
  }
}

/** Returns the response to a token that is invalid, has expired, or whose session has ended. */
export const invalidToken = (): Problem =>
  unauthorized('Bearer error="invalid_token"', 'The token is invalid or has expired, or its session has ended.');

/** Returns a 401 problem. */
export const unauthorized = (challenge: string, detail: string): Problem =>
  new Problem(401, undefined, { detail, headers: { 'WWW-Authenticate': challenge } });
