import { randomUUID } from 'node:crypto';
import { metrics } from '@opentelemetry/api';
import { UniqueConstraintError } from 'sequelize';
import * as allowed from '#platform/http/credentials.ts';
import { Problem } from '#platform/http/problem.ts';
import { logger } from '#telemetry/logger.ts';
import { isCommonPassword } from './common-passwords.ts';
import { User } from './models.ts';
import { endSessionsOf } from './sessions.ts';

/** A password that a user may choose, and that is not one of the most common ones. */
export const newPassword = allowed.newPassword.refine(
  (password) => !isCommonPassword(password),
  'One of the most common passwords: choose another one',
);

/** The username and password of a new account. */
export const newAccount = allowed.newAccount.extend({ password: newPassword });

const accountsCreated = metrics.getMeter('orderflow').createCounter('orderflow.accounts.created', {
  description: 'Accounts that customers created',
  unit: '{account}',
});

/** The values of a new account. */
export interface NewAccount {
  username: string;
  passwordHash: string;
  role: User['role'];
}

/**
 * Creates an account.
 * @throws {Problem} 409 if the username is taken
 */
export async function createAccount(account: NewAccount): Promise<User> {
  const id = randomUUID();
  try {
    const user = await User.create({ id, ...account, createdAt: new Date() });
    if (account.role === 'customer') accountsCreated.add(1);
    logger.info('account created', { event: 'account.created', 'user.id': id, role: account.role });
    return user;
  } catch (error) {
    if (error instanceof UniqueConstraintError) throw new Problem(409, 'Username taken');
    throw error;
  }
}

/** Changes the password of a user, and ends all sessions of the user except one. */
export async function changePassword(user: User, passwordHash: string, keptSession?: string): Promise<void> {
  await user.update({ passwordHash });
  await endSessionsOf(user.id, keptSession);
  logger.info('password changed', { event: 'account.password_changed', 'user.id': user.id });
}
