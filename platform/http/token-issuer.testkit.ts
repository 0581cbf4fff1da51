// For tests: tokens as user-service issues them, without user-service.
import type { RequestListener } from 'node:http';
import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

export interface TokenIssuer {
  privateKey: CryptoKey;
  /** Serves the public keys and, beside them, the ended sessions, as user-service does. */
  jwks: RequestListener;
  /** The sessions that have ended. */
  ended: string[];
  /** The public keys, as JSON. */
  published: { keys: object[] };
  /** Signs a token. The claims replace the default ones; `null` leaves a claim out. */
  token(claims?: JWTPayload & Record<string, unknown>): Promise<string>;
}

export async function createTokenIssuer(): Promise<TokenIssuer> {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA');
  const ended: string[] = [];
  const published = { keys: [{ ...(await exportJWK(publicKey)), alg: 'EdDSA', kid: 'test' } as object] };
  return {
    privateKey,
    ended,
    published,
    jwks: ({ url = '' }, response) =>
      response.end(JSON.stringify(url.endsWith('/ended-sessions.json') ? { ended } : published)),
    token: (claims) => {
      const now = Math.floor(Date.now() / 1_000);
      const defaults = { iss: 'orderflow', aud: 'orderflow', iat: now, exp: now + 60, name: 'test', role: 'customer' };
      const all = Object.entries({ ...defaults, ...claims }).filter(([, value]) => value !== null);
      return new SignJWT(Object.fromEntries(all)).setProtectedHeader({ alg: 'EdDSA', kid: 'test' }).sign(privateKey);
    },
  };
}
