// For tests: tokens as user-service issues them, without user-service.
import type { RequestListener } from 'node:http';
import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

export interface TokenIssuer {
  privateKey: CryptoKey;
  /** Serves the public keys, as user-service's `/.well-known/jwks.json` does. */
  jwks: RequestListener;
  /** Signs a token. The claims replace the default ones; `null` leaves a claim out. */
  token(claims?: JWTPayload & Record<string, unknown>): Promise<string>;
}

export async function createTokenIssuer(): Promise<TokenIssuer> {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA');
  const published = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), alg: 'EdDSA', kid: 'test' }] });
  return {
    privateKey,
    jwks: (_request, response) => response.end(published),
    token: (claims) => {
      const now = Math.floor(Date.now() / 1_000);
      const defaults = { iss: 'orderflow', aud: 'orderflow', iat: now, exp: now + 60, name: 'test', role: 'customer' };
      const all = Object.entries({ ...defaults, ...claims }).filter(([, value]) => value !== null);
      return new SignJWT(Object.fromEntries(all)).setProtectedHeader({ alg: 'EdDSA', kid: 'test' }).sign(privateKey);
    },
  };
}
