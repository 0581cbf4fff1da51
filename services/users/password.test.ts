import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hashPassword, verifyPassword } from './password.ts';

test('a hash states its parameters and salt, and never the same twice', async () => {
  const [first, second] = await Promise.all([hashPassword('correct horse'), hashPassword('correct horse')]);
  assert.match(first, /^\$scrypt\$ln=14,r=8,p=5\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  assert.notEqual(first, second);
});

test('only the password that was hashed is right', async () => {
  const hash = await hashPassword('correct horse');
  assert.equal(await verifyPassword('correct horse', hash), true);
  assert.equal(await verifyPassword('correct horsf', hash), false);
  assert.equal(await verifyPassword('', hash), false);
});

test('an accent is the same however it was typed', async () => {
  assert.equal(await verifyPassword('caf\u0065\u0301 noir', await hashPassword('caf\u00e9 noir')), true);
});

test('a hash of other parameters is still understood', async () => {
  // RFC 7914, section 12, third vector, cut to 32 bytes: scrypt("pleaseletmein", "SodiumChloride", 16384, 8, 1, 64).
  const key = phc('7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2', 'hex');
  const salt = phc('SodiumChloride', 'utf8');
  assert.equal(await verifyPassword('pleaseletmein', `$scrypt$ln=14,r=8,p=1$${salt}$${key}`), true);
});

test('what is no hash is an error, not a wrong password', async () => {
  await assert.rejects(verifyPassword('admin123', 'admin123'), /format/);
});

test('without a hash the answer is no', async () => {
  assert.equal(await verifyPassword('correct horse', undefined), false);
});

function phc(text: string, encoding: 'hex' | 'utf8'): string {
  return Buffer.from(text, encoding).toString('base64').replaceAll('=', '');
}
