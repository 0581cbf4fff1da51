import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hashPassword, verifyPassword } from './password.ts';

test('a hash contains its parameters and a random salt', async () => {
  const [first, second] = await Promise.all([hashPassword('correct horse'), hashPassword('correct horse')]);
  assert.match(first, /^\$scrypt\$ln=14,r=8,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  assert.notEqual(first, second);
});

test('only the hashed password matches', async () => {
  const hash = await hashPassword('correct horse');
  assert.equal(await verifyPassword('correct horse', hash), true);
  assert.equal(await verifyPassword('correct horsf', hash), false);
  assert.equal(await verifyPassword('', hash), false);
});

test('accents match however they were typed', async () => {
  assert.equal(await verifyPassword('caf\u0065\u0301 noir', await hashPassword('caf\u00e9 noir')), true);
});

test('hashes with other parameters can be verified', async () => {
  // RFC 7914, section 12, second vector, cut to 32 bytes: scrypt("password", "NaCl", 1024, 8, 16, 64).
  const key = phc('fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162', 'hex');
  const salt = phc('NaCl', 'utf8');
  assert.equal(await verifyPassword('password', `$scrypt$ln=10,r=8,p=16$${salt}$${key}`), true);
});

test('an invalid hash is an error, not a wrong password', async () => {
  await assert.rejects(verifyPassword('admin123', 'admin123'), /format/);
});

test('no password matches a missing hash', async () => {
  assert.equal(await verifyPassword('correct horse', undefined), false);
});

function phc(text: string, encoding: 'hex' | 'utf8'): string {
  return Buffer.from(text, encoding).toString('base64').replaceAll('=', '');
}
