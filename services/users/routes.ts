import { z } from 'zod';
import { requireDatabase } from '#platform/database/require-database.ts';
import type { Route } from '#platform/http/router.ts';
import { validate } from '#platform/http/validate.ts';
import { createAccount, newAccount } from './accounts.ts';
import type { FailureLimitOptions } from './failure-limit.ts';
import { createLogin } from './login.ts';
import type { SigningKeys } from './signing-keys.ts';
import { issueToken } from './token.ts';

const credentials = z.strictObject({
  username: z.string().max(64).toLowerCase(),
  password: z.string().max(128),
});

export interface RoutesOptions {
  loadKeys: () => Promise<SigningKeys>;
  tokenTtlSeconds: number;
  loginLimit: FailureLimitOptions;
}

export function routes({ loadKeys, tokenTtlSeconds, loginLimit }: RoutesOptions): Route[] {
  const login = createLogin(loginLimit);

  return requireDatabase([
    {
      method: 'post',
      path: '/users',
      handle: async (request, response) => {
        const { id, username } = await createAccount(validate(newAccount, request.body));
        response.status(201).json({ id, username });
      },
    },
    {
      method: 'post',
      path: '/sessions',
      handle: async (request, response) => {
        const { username, password } = validate(credentials, request.body);
        const user = await login({ username, password, address: request.ip ?? '' });
        const { current } = await loadKeys();
        const { token, expiresAt } = await issueToken(user, current, tokenTtlSeconds);
        response.status(201).set('Cache-Control', 'no-store');
        response.json({ token, expiresAt, user: { id: user.id, username: user.username, role: user.role } });
      },
    },
    {
      method: 'get',
      path: '/.well-known/jwks.json',
      handle: async (_request, response) => {
        const { jwks } = await loadKeys();
        response.set('Cache-Control', 'public, max-age=300').json(jwks);
      },
    },
  ]);
}
