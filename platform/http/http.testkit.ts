// What tests of HTTP services share.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

export interface TestServer extends AsyncDisposable {
  url: string;
}

/** Serves on a free port until it is disposed of. */
export async function serve(listener: RequestListener): Promise<TestServer> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

export interface RawRequest {
  method?: string;
  headers?: Record<string, string | string[]>;
  body?: string | Buffer;
}

export interface RawResponse {
  status: number;
  headers: IncomingMessage['headers'];
  body: string;
}

/** Sends a request as it is: unlike `fetch`, it mends neither path nor headers. */
export async function sendRaw(base: string, path: string, { body, ...options }: RawRequest = {}): Promise<RawResponse> {
  const { hostname, port } = new URL(base);
  const request = send({ hostname, port, path, agent: false, ...options }).end(body);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return { status: response.statusCode ?? 0, headers: response.headers, body: await text(response) };
}

/** Stands for user-service's keys: signs tokens, and answers its JWKS. */
export interface TokenIssuer {
  privateKey: CryptoKey;
  jwks: RequestListener;
  /** A token as user-service makes them, with other claims where given; `null` leaves one out. */
  token(claims?: JWTPayload & Record<string, unknown>): Promise<string>;
}

export async function createTokenIssuer(): Promise<TokenIssuer> {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA');
  const published = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), alg: 'EdDSA', kid: 'trial' }] });
  return {
    privateKey,
    jwks: (_request, response) => response.end(published),
    token: (claims) => {
      const now = Math.floor(Date.now() / 1_000);
      const usual = { iss: 'orderflow', aud: 'orderflow', iat: now, exp: now + 60, name: 'trial', role: 'customer' };
      const all = Object.entries({ ...usual, ...claims }).filter(([, value]) => value !== null);
      return new SignJWT(Object.fromEntries(all)).setProtectedHeader({ alg: 'EdDSA', kid: 'trial' }).sign(privateKey);
    },
  };
}
