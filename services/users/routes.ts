import { randomUUID } from 'node:crypto';
import { metrics } from '@opentelemetry/api';
import { UniqueConstraintError } from 'sequelize';
import { z } from 'zod';
import { requireDatabase } from '#platform/database/require-database.ts';
import { Problem } from '#platform/http/problem.ts';
import type { Route } from '#platform/http/router.ts';
import { validate } from '#platform/http/validate.ts';
import { logger } from '#telemetry/logger.ts';
import { createLogin, type LoginLimit } from './login.ts';
import { User } from './models.ts';
import { hashPassword } from './password.ts';
import type { SigningKeys } from './signing-keys.ts';
import { issueToken } from './token.ts';

const account = z.strictObject({
  username: z
    .string()
    .min(3)
    .max(64)
    .toLowerCase()
    .regex(/^[a-z0-9._-]*$/, 'Only letters a to z, digits, dots, dashes and underscores'),
  password: z.string().min(8).max(128),
});
const credentials = z.strictObject({
  username: z.string().max(64).toLowerCase(),
  password: z.string().max(128),
});

const accountsCreated = metrics.getMeter('orderflow').createCounter('orderflow.accounts.created', {
  description: 'Accounts created by customers',
  unit: '{account}',
});

export interface RoutesOptions {
  keys: () => Promise<SigningKeys>;
  tokenTtlSeconds: number;
  loginLimit: LoginLimit;
}

export function routes({ keys, tokenTtlSeconds, loginLimit }: RoutesOptions): Route[] {
  const login = createLogin(loginLimit);

  return requireDatabase([
    {
      method: 'post',
      path: '/users',
      handle: async (request, response) => {
        const { username, password } = validate(account, request.body);
        const { id } = await createUser(username, password, 'customer');
        accountsCreated.add(1);
        logger.info('account created', { 'user.id': id });
        response.status(201).json({ id, username });
      },
    },
    {
      method: 'post',
      path: '/sessions',
      handle: async (request, response) => {
        const { username, password } = validate(credentials, request.body);
        const user = await login({ username, password, address: request.ip ?? '' });
        const { signing } = await keys();
        const { token, expiresAt } = await issueToken(user, signing, tokenTtlSeconds);
        response.status(201).set('Cache-Control', 'no-store');
        response.json({ token, expiresAt, user: { id: user.id, username: user.username, role: user.role } });
      },
    },
    {
      method: 'get',
      path: '/.well-known/jwks.json',
      handle: async (_request, response) => {
        const { jwks } = await keys();
        response.set('Cache-Control', 'public, max-age=300').json(jwks);
      },
    },
  ]);
}

/** @throws {Problem} 409 when the username is taken */
async function createUser(username: string, password: string, role: User['role']): Promise<User> {
  const passwordHash = await hashPassword(password);
  try {
    return await User.create({ id: randomUUID(), username, passwordHash, role, createdAt: new Date() });
  } catch (error) {
    if (error instanceof UniqueConstraintError) throw new Problem(409, 'Username taken');
    throw error;
  }
}
