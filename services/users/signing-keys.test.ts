import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { until } from '../../tests/support/until.ts';
import { SigningKey } from './models.ts';
import { addSigningKey, chooseCurrent, createKeyLoader, publishedBeforeUseMs } from './signing-keys.ts';
import { type Body, serveUsersApi, type UsersApi } from './users.testkit.ts';

let api: UsersApi;
before(async () => {
  api = await serveUsersApi();
});
after(() => api[Symbol.asyncDispose]());

test('a login returns a token that the published keys verify', async () => {
  const { id } = (await api.post('/users', { username: 'bob', password: 'correct horse' })).body;
  const { status, headers, body } = await api.post('/sessions', { username: 'BOB', password: 'correct horse' });
  assert.equal(status, 201);
  assert.equal(headers.get('cache-control'), 'no-store');
  assert.deepEqual(body.user, { id, username: 'bob', role: 'customer' });

  const keys = createRemoteJWKSet(new URL('/.well-known/jwks.json', api.url));
  const verified = await jwtVerify(body.token, keys, { issuer: 'orderflow', audience: 'orderflow', subject: id });
  assert.equal(verified.protectedHeader.alg, 'EdDSA');
  assert.equal(verified.payload['name'], 'bob');
  assert.equal(verified.payload['role'], 'customer');
  assert.equal(new Date(body.expiresAt).getTime(), Number(verified.payload.exp) * 1000);
});

test('only public keys are published, and they may be cached', async () => {
  const response = await fetch(`${api.url}/.well-known/jwks.json`);
  const { keys } = (await response.json()) as Body;
  assert.match(response.headers.get('cache-control') ?? '', /max-age=\d+/);
  assert.deepEqual(
    keys.map((key) => Object.keys(key).toSorted()),
    [['alg', 'crv', 'kid', 'kty', 'use', 'x']],
  );
});

test('a new key is published for a while before it signs', () => {
  const now = Date.now();
  const key = (kid: string, ageMs: number) => ({ kid, createdAt: new Date(now - ageMs) });
  const [fresh, known, old] = [key('fresh', 1_000), key('known', publishedBeforeUseMs), key('old', 10 ** 9)];
  assert.equal(chooseCurrent([fresh, known, old], now).kid, 'known');
  assert.equal(chooseCurrent([fresh, old], now).kid, 'old');
  assert.equal(chooseCurrent([fresh], now).kid, 'fresh');
  assert.throws(() => chooseCurrent([], now));
});

test('a rotated key signs, and a withdrawn one is no longer published, without a restart', async () => {
  const kids = async () => {
    const { keys } = (await (await fetch(`${api.url}/.well-known/jwks.json`)).json()) as { keys: { kid: string }[] };
    return keys.map(({ kid }) => kid);
  };
  const [old = ''] = await kids();
  const added = await addSigningKey();
  await until('the new key is published', async () => (await kids()).includes(added.kid));
  await added.update({ createdAt: new Date(Date.now() - publishedBeforeUseMs) });
  await api.post('/users', { username: 'rotated', password: 'correct horse' });
  const login = () => api.post('/sessions', { username: 'rotated', password: 'correct horse' });
  await until('the new key signs', async () => decodeProtectedHeader((await login()).body.token).kid === added.kid);
  await SigningKey.destroy({ where: { kid: old } });
  await until('only the new key is published', async () => !(await kids()).includes(old));
});

test('four instances that start at the same time use the same key pair', async () => {
  await SigningKey.destroy({ where: {} });
  const found = await Promise.all(Array.from({ length: 4 }, () => createKeyLoader(api.database)()));
  assert.equal(new Set(found.map(({ current }) => current.kid)).size, 1);
  assert.equal(await SigningKey.count(), 1);
});
