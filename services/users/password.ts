import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);

/**
 * The parameters that the scrypt paper recommends for logins (C. Percival, 2009, section 5): 16 MiB and about 50 ms of the
 * thread pool. With higher ones, a few dozen concurrent logins would occupy two cores for seconds.
 */
const cost = { ln: 14, r: 8, p: 1 };
const keyBytes = 32;

const format = /^\$scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** Hashes a password. Returns the PHC string format, which contains the parameters, so that `cost` can be raised later. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await deriveKey(password, salt, cost);
  return `$scrypt$ln=${cost.ln},r=${cost.r},p=${cost.p}$${base64(salt)}$${base64(key)}`;
}

/** Returns true if the password matches the hash. Without a hash it returns false, after the same amount of work. */
export async function verifyPassword(password: string, hash: string | undefined): Promise<boolean> {
  const [, ln, r, p, salt = '', key = ''] = format.exec(hash ?? placeholderHash) ?? [];
  if (!key) throw new Error('a stored password hash is not in the format of hashPassword');
  const expected = Buffer.from(key, 'base64');
  const derived = await deriveKey(password, Buffer.from(salt, 'base64'), {
    ln: Number(ln),
    r: Number(r),
    p: Number(p),
  });
  return derived.length === expected.length && timingSafeEqual(derived, expected) && hash !== undefined;
}

/** Normalizes to NFKC, so that it does not matter how a keyboard composes accents (NIST SP 800-63B). */
function deriveKey(password: string, salt: Buffer, { ln, r, p }: typeof cost): Promise<Buffer> {
  const N = 2 ** ln;
  return derive(password.normalize('NFKC'), salt, keyBytes, { N, r, p, maxmem: 256 * N * r });
}

function base64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}

/** The hash that stands in for that of an unknown user. */
const placeholderHash = await hashPassword(randomBytes(16).toString('base64'));
