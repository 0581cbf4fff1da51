import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { until } from '../../tests/support/until.ts';
import { createApp } from './app.ts';
import { authenticate, caller } from './authenticate.ts';
import { serve, type TestServer } from './http.testkit.ts';
import { Sessions } from './sessions.ts';
import { createTokenIssuer, type TokenIssuer } from './token-issuer.testkit.ts';

const id = randomUUID();
let issuer: TokenIssuer;
let jwks: TestServer;
let api: Awaited<ReturnType<typeof serveApi>>;

/** Serves an API that returns its caller. */
async function serveApi(jwksUrl: string) {
  const sessions = new Sessions(jwksUrl);
  const server = await serve(
    createApp({
      dependencies: [],
      routes: [
        {
          method: 'get',
          path: '/me',
          before: [authenticate({ sessions, cookie: 'session' })],
          handle: (request, response) => void response.json(caller(request)),
        },
        { method: 'get', path: '/unprotected', handle: (request, response) => void response.json(caller(request)) },
      ],
    }),
  );
  return { ...server, sessions };
}

before(async () => {
  issuer = await createTokenIssuer();
  jwks = await serve(issuer.jwks);
  api = await serveApi(jwks.url);
});
after(async () => {
  await api[Symbol.asyncDispose]();
  await jwks[Symbol.asyncDispose]();
});

const getMe = (headers: Record<string, string>, path = '/me') => fetch(api.url + path, { headers });

async function assertRefused(headers: Record<string, string>): Promise<void> {
  const response = await getMe(headers);
  assert.equal(response.status, 401);
  assert.match(response.headers.get('content-type') ?? '', /^application\/problem\+json/);
  assert.match(response.headers.get('www-authenticate') ?? '', /^Bearer/);
}

describe('a request', () => {
  it('with a valid token in its header or cookie is authenticated as the user of the token', async () => {
    const sid = randomUUID();
    const token = await issuer.token({ sub: id, sid, exp: 2_000_000_000 });
    const user = { id, name: 'test', role: 'customer' };
    const session = { id: sid, user, expiresAt: 2_000_000_000_000 };
    for (const headers of [{ authorization: `Bearer ${token}` }, { cookie: `a=b; session=${token}` }]) {
      const response = await getMe(headers);
      assert.equal(response.status, 200);
      assert.deepEqual(await response.json(), { user, session, token });
    }
  });

  it('without a token is refused, even by a route that lacks the authentication', async () => {
    await assertRefused({});
    await assertRefused({ authorization: 'Basic YWRtaW46YWRtaW4=' });
    await assertRefused({ cookie: 'session=' });
    assert.equal((await getMe({}, '/unprotected')).status, 401);
  });

  const invalidClaims = {
    'has expired': { exp: 1 },
    'never expires': { exp: null },
    'has another issuer': { iss: 'elsewhere' },
    'has another audience': { aud: 'elsewhere' },
    'names no user': { sub: null },
    'names a user that is not a UUID': { sub: "' OR 1=1" },
    'has an unknown role': { role: 'root' },
    'names a session that is not a UUID': { sid: 'constructor' },
  };
  for (const [what, changed] of Object.entries(invalidClaims)) {
    it(`with a token that ${what} is refused`, async () => {
      const token = await issuer.token({ sub: id, ...(changed as object) });
      await assertRefused({ authorization: `Bearer ${token}` });
    });
  }

  it('is refused if its token is signed with another key or a secret, unsigned, or not a token', async () => {
    const addClaims = (jwt: SignJWT | UnsecuredJWT) =>
      jwt.setIssuer('orderflow').setAudience('orderflow').setSubject(id);
    const fields = { name: 'test', role: 'admin', exp: Math.floor(Date.now() / 1_000) + 60 };
    const { privateKey } = await generateKeyPair('EdDSA');
    const byOther = new SignJWT(fields).setProtectedHeader({ alg: 'EdDSA', kid: 'test' });
    const bySecret = new SignJWT(fields).setProtectedHeader({ alg: 'HS256', kid: 'test' });
    addClaims(byOther);
    addClaims(bySecret);
    for (const token of [
      await byOther.sign(privateKey),
      await bySecret.sign(new TextEncoder().encode('a secret of thirty-two characters!')),
      (addClaims(new UnsecuredJWT(fields)) as UnsecuredJWT).encode(),
      'nonsense',
      'a.b.c',
    ]) {
      await assertRefused({ authorization: `Bearer ${token}` });
    }
  });
});

describe('a session', () => {
  const loggedIn = async () => {
    const sid = randomUUID();
    return { sid, headers: { authorization: `Bearer ${await issuer.token({ sub: id, sid })}` } };
  };

  it('that has ended is refused, here at once', async () => {
    const [one, other] = [await loggedIn(), await loggedIn()];
    assert.equal((await getMe(one.headers)).status, 200);
    api.sessions.end({ id: one.sid, user: { id, name: 'test', role: 'customer' }, expiresAt: 0 });
    await assertRefused(one.headers);
    await api.sessions.refresh();
    await assertRefused(one.headers);
    assert.equal((await getMe(other.headers)).status, 200);
  });

  it('that has ended elsewhere is refused without a restart', async () => {
    const { sid, headers } = await loggedIn();
    assert.equal((await getMe(headers)).status, 200);
    issuer.ended.push(sid);
    await until('the session is refused', async () => (await getMe(headers)).status === 401);
    await assertRefused(headers);
  });

  it('that has ended remains refused while user-service is down', async () => {
    const service = await serve(issuer.jwks);
    await using api = await serveApi(service.url);
    const { sid, headers } = await loggedIn();
    issuer.ended.push(sid);
    await api.sessions.refresh();
    await service[Symbol.asyncDispose]();
    await assert.rejects(api.sessions.refresh());
    assert.equal((await fetch(`${api.url}/me`, { headers })).status, 401);
  });
});

describe('the public keys', () => {
  it('are noticed when one is withdrawn, although its tokens were verified before', async () => {
    const other = await createTokenIssuer();
    await using service = await serve(other.jwks);
    await using api = await serveApi(service.url);
    const headers = { authorization: `Bearer ${await other.token({ sub: id })}` };
    assert.equal((await fetch(`${api.url}/me`, { headers })).status, 200);
    other.published.keys = issuer.published.keys;
    await until('the token is refused', async () => (await fetch(`${api.url}/me`, { headers })).status === 401);
    const valid = { authorization: `Bearer ${await issuer.token({ sub: id })}` };
    assert.equal((await fetch(`${api.url}/me`, { headers: valid })).status, 200);
  });

  it('are kept while user-service is down', async () => {
    const service = await serve(issuer.jwks);
    await using api = await serveApi(service.url);
    const headers = { authorization: `Bearer ${await issuer.token({ sub: id })}` };
    assert.equal((await fetch(`${api.url}/me`, { headers })).status, 200);
    await service[Symbol.asyncDispose]();
    assert.equal((await fetch(`${api.url}/me`, { headers })).status, 200);
  });

  it('cause a 503 until they can be fetched', async () => {
    let down = true;
    await using service = await serve((request, response) => {
      if (down) response.writeHead(503).end();
      else issuer.jwks(request, response);
    });
    await using api = await serveApi(service.url);
    const headers = { authorization: `Bearer ${await issuer.token({ sub: id })}` };
    const response = await fetch(`${api.url}/me`, { headers });
    assert.equal(response.status, 503);
    assert.equal(response.headers.get('retry-after'), '2');
    down = false;
    assert.equal((await fetch(`${api.url}/me`, { headers })).status, 200);
  });
});
