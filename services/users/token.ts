import { SignJWT } from 'jose';
import type { User } from './models.ts';
import type { SigningKeys } from './signing-keys.ts';

/** Issues the JWT (EdDSA) of a session, which other services verify with the public keys. */
export async function issueToken(
  { id, username, role }: Pick<User, 'id' | 'username' | 'role'>,
  sessionId: string,
  { kid, key }: SigningKeys['current'],
  ttlSeconds: number,
): Promise<{ token: string; expiresAt: Date }> {
  const issuedAt = Math.floor(Date.now() / 1000);
  const expiresAt = issuedAt + ttlSeconds;
  const token = await new SignJWT({ name: username, role, sid: sessionId })
    .setProtectedHeader({ alg: 'EdDSA', kid, typ: 'JWT' })
    .setIssuer('orderflow')
    .setAudience('orderflow')
    .setSubject(id)
    .setIssuedAt(issuedAt)
    .setExpirationTime(expiresAt)
    .sign(key);
  return { token, expiresAt: new Date(expiresAt * 1000) };
}
