import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { createApp } from './app.ts';
import { authenticate, caller } from './authenticate.ts';
import { createTokenIssuer, serve, type TestServer, type TokenIssuer } from './http.testkit.ts';

const id = randomUUID();
let keys: TokenIssuer;
let jwks: TestServer;
let api: TestServer;

/** An API that tells who calls. */
const whoAmI = (jwksUrl: string) =>
  serve(
    createApp({
      dependencies: [],
      routes: [
        {
          method: 'get',
          path: '/me',
          before: [authenticate({ jwksUrl, cookie: 'session' })],
          handle: (request, response) => void response.json(caller(request)),
        },
        { method: 'get', path: '/forgotten', handle: (request, response) => void response.json(caller(request)) },
      ],
    }),
  );

before(async () => {
  keys = await createTokenIssuer();
  jwks = await serve(keys.jwks);
  api = await whoAmI(jwks.url);
});
after(async () => {
  await api[Symbol.asyncDispose]();
  await jwks[Symbol.asyncDispose]();
});

const me = (headers: Record<string, string>, path = '/me') => fetch(api.url + path, { headers });

async function refused(headers: Record<string, string>): Promise<void> {
  const response = await me(headers);
  assert.equal(response.status, 401);
  assert.match(response.headers.get('content-type') ?? '', /^application\/problem\+json/);
  assert.match(response.headers.get('www-authenticate') ?? '', /^Bearer/);
}

describe('a request', () => {
  it('with a valid token is let in as its user, by header or by cookie', async () => {
    const token = await keys.token({ sub: id });
    const user = { id, name: 'trial', role: 'customer' };
    for (const headers of [{ authorization: `Bearer ${token}` }, { cookie: `a=b; session=${token}` }]) {
      const response = await me(headers);
      assert.equal(response.status, 200);
      assert.deepEqual(await response.json(), { user, token });
    }
  });

  it('without a token is refused, also where a route forgot to authenticate', async () => {
    await refused({});
    await refused({ authorization: 'Basic YWRtaW46YWRtaW4=' });
    await refused({ cookie: 'session=' });
    assert.equal((await me({}, '/forgotten')).status, 401);
  });

  const claims = {
    'has expired': { exp: 1 },
    'never expires': { exp: null },
    'is of another issuer': { iss: 'elsewhere' },
    'is for another audience': { aud: 'elsewhere' },
    'names no user': { sub: null },
    'names a user that is no UUID': { sub: "' OR 1=1" },
    'has an unknown role': { role: 'root' },
  };
  for (const [what, changed] of Object.entries(claims)) {
    it(`with a token that ${what} is refused`, async () => {
      const token = await keys.token({ sub: id, ...(changed as object) });
      await refused({ authorization: `Bearer ${token}` });
    });
  }

  it('with a token that another key signed, a secret, or nobody, is refused', async () => {
    const made = (jwt: SignJWT | UnsecuredJWT) => jwt.setIssuer('orderflow').setAudience('orderflow').setSubject(id);
    const fields = { name: 'trial', role: 'admin', exp: Math.floor(Date.now() / 1_000) + 60 };
    const { privateKey } = await generateKeyPair('EdDSA');
    const byOther = new SignJWT(fields).setProtectedHeader({ alg: 'EdDSA', kid: 'trial' });
    const bySecret = new SignJWT(fields).setProtectedHeader({ alg: 'HS256', kid: 'trial' });
    made(byOther);
    made(bySecret);
    for (const token of [
      await byOther.sign(privateKey),
      await bySecret.sign(new TextEncoder().encode('a secret of thirty-two characters!')),
      (made(new UnsecuredJWT(fields)) as UnsecuredJWT).encode(),
      'nonsense',
      'a.b.c',
    ]) {
      await refused({ authorization: `Bearer ${token}` });
    }
  });
});

describe('the keys', () => {
  it('are kept when user-service is away', async () => {
    const service = await serve(keys.jwks);
    await using own = await whoAmI(service.url);
    const headers = { authorization: `Bearer ${await keys.token({ sub: id })}` };
    assert.equal((await fetch(`${own.url}/me`, { headers })).status, 200);
    await service[Symbol.asyncDispose]();
    assert.equal((await fetch(`${own.url}/me`, { headers })).status, 200);
  });

  it('that could not be fetched yet make it a 503; it works as soon as they can', async () => {
    let away = true;
    await using service = await serve((request, response) => {
      if (away) response.writeHead(503).end();
      else keys.jwks(request, response);
    });
    await using own = await whoAmI(service.url);
    const headers = { authorization: `Bearer ${await keys.token({ sub: id })}` };
    const response = await fetch(`${own.url}/me`, { headers });
    assert.equal(response.status, 503);
    assert.equal(response.headers.get('retry-after'), '2');
    away = false;
    assert.equal((await fetch(`${own.url}/me`, { headers })).status, 200);
  });
});
