import { metrics } from '@opentelemetry/api';
import { Problem } from '#platform/http/problem.ts';
import { type HashQueue, TooBusy } from './hash-queue.ts';
import type { LoginLimits, LoginSource } from './login-limits.ts';
import { User } from './models.ts';
import { verifyPassword } from './password.ts';

type Outcome = 'success' | 'wrong-credentials' | 'too-many-failures' | 'too-busy';

const logins = metrics.getMeter('orderflow').createCounter('orderflow.logins', {
  description: 'Login attempts, by outcome',
  unit: '{login}',
});
const count = (outcome: Outcome) => logins.add(1, { outcome });

export interface LoginAttempt extends LoginSource {
  password: string;
}

/** Checks a username and a password. */
export type Login = (attempt: LoginAttempt) => Promise<User>;

/**
 * Creates a function that returns the user with a username and password. Attempts for unknown users take as long as wrong
 * passwords.
 * @throws {Problem} 401 if the username or the password is wrong; 429 after too many failures, or while too many logins
 *   of the client are waiting
 */
export function createLogin(limits: LoginLimits, hashes: HashQueue): Login {
  const refuseAboveLimit = async (source: LoginSource): Promise<void> => {
    const retryAfter = await limits.secondsToWait(source);
    if (retryAfter === undefined) return;
    count('too-many-failures');
    throw new Problem(429, 'Too many failed logins', { retryAfter });
  };

  return async ({ password, ...source }) => {
    await refuseAboveLimit(source);
    const findUser = async () => {
      // Check again, because other attempts may have failed in the meantime. Otherwise parallel guesses would evade the limit.
      await refuseAboveLimit(source);
      const found = await User.findOne({ where: { username: source.username } });
      return (await verifyPassword(password, found?.passwordHash)) ? found : null;
    };
    const user = await hashes.run(limits.clientOf(source), findUser).catch((error: unknown) => {
      if (error instanceof TooBusy) count('too-busy');
      throw error;
    });
    await refuseAboveLimit(source);
    if (user) {
      count('success');
      limits.addSuccess(source);
      return user;
    }
    await limits.addFailure(source);
    count('wrong-credentials');
    throw new Problem(401, 'Wrong username or password', { headers: { 'WWW-Authenticate': 'Bearer' } });
  };
}
