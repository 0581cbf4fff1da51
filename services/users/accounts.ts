import { randomUUID } from 'node:crypto';
import { metrics } from '@opentelemetry/api';
import { UniqueConstraintError } from 'sequelize';
import { z } from 'zod';
import { Problem } from '#platform/http/problem.ts';
import { logger } from '#telemetry/logger.ts';
import { User } from './models.ts';
import { hashPassword } from './password.ts';

/** The username and password of a new account. */
export const newAccount = z.strictObject({
  username: z
    .string()
    .min(3)
    .max(64)
    .toLowerCase()
    .regex(/^[a-z0-9._-]*$/, 'Only letters a to z, digits, dots, dashes and underscores'),
  password: z.string().min(8).max(128),
});

const accountsCreated = metrics.getMeter('orderflow').createCounter('orderflow.accounts.created', {
  description: 'Accounts that customers created',
  unit: '{account}',
});

/**
 * Creates the account of a customer.
 * @throws {Problem} 409 if the username is taken
 */
export async function createAccount({ username, password }: z.infer<typeof newAccount>): Promise<User> {
  const id = randomUUID();
  const passwordHash = await hashPassword(password);
  try {
    const user = await User.create({ id, username, passwordHash, role: 'customer', createdAt: new Date() });
    accountsCreated.add(1);
    logger.info('account created', { 'user.id': id });
    return user;
  } catch (error) {
    if (error instanceof UniqueConstraintError) throw new Problem(409, 'Username taken');
    throw error;
  }
}
