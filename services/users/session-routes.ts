import type { Request } from 'express';
import { type AuthenticateOptions, authenticate, caller } from '#platform/http/authenticate.ts';
import { credentials } from '#platform/http/credentials.ts';
import type { Route } from '#platform/http/router.ts';
import { validate } from '#platform/http/validate.ts';
import type { Login } from './login.ts';
import { endSession, startSession } from './sessions.ts';
import type { SigningKeys } from './signing-keys.ts';

export interface SessionRoutesOptions {
  login: Login;
  clientAddress: (request: Request) => string;
  sessions: AuthenticateOptions['sessions'];
  loadKeys: () => Promise<SigningKeys>;
  tokenTtlSeconds: number;
}

export function sessionRoutes(options: SessionRoutesOptions): Route[] {
  const { login, clientAddress, sessions, loadKeys, tokenTtlSeconds } = options;

  return [
    {
      method: 'post',
      path: '/sessions',
      handle: async (request, response) => {
        const { username, password } = validate(credentials, request.body);
        const user = await login({ username, password, address: clientAddress(request) });
        const { current } = await loadKeys();
        const { token, expiresAt } = await startSession(user, current, tokenTtlSeconds);
        response.status(201).json({
          token,
          expiresAt,
          user: { id: user.id, username: user.username, role: user.role },
        });
      },
    },
    {
      method: 'delete',
      path: '/sessions',
      before: [authenticate({ sessions })],
      handle: async (request, response) => {
        const { session } = caller(request);
        if (session.id !== undefined) await endSession(session.id);
        response.status(204).end();
      },
    },
  ];
}
