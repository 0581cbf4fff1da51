import { metrics } from '@opentelemetry/api';
import { Problem } from '#platform/http/problem.ts';
import { FailureLimit, type FailureLimitOptions } from './failure-limit.ts';
import { User } from './models.ts';
import { verifyPassword } from './password.ts';

type Outcome = 'success' | 'wrong-credentials' | 'too-many-failures';

const logins = metrics.getMeter('orderflow').createCounter('orderflow.logins', {
  description: 'Login attempts, by outcome',
  unit: '{login}',
});
const count = (outcome: Outcome) => logins.add(1, { outcome });

export interface LoginAttempt {
  username: string;
  password: string;
  /** The address of the client. */
  address: string;
}

/**
 * Creates a function that returns the user with a username and password. Attempts for unknown users take as long as wrong
 * passwords. Failures are limited per username and client address.
 * @throws {Problem} 401 if the username or the password is wrong, or 429 after too many failures
 */
export function createLogin(options: FailureLimitOptions): (attempt: LoginAttempt) => Promise<User> {
  const limit = new FailureLimit(options);

  const refuseAboveLimit = async (key: string): Promise<void> => {
    const retryAfter = await limit.secondsToWait(key);
    if (retryAfter === undefined) return;
    count('too-many-failures');
    throw new Problem(429, 'Too many failed logins', { retryAfter });
  };

  return async ({ username, password, address }) => {
    const key = `${username} ${address}`;
    await refuseAboveLimit(key);
    const user = await User.findOne({ where: { username } });
    const correct = await verifyPassword(password, user?.passwordHash);
    // Check again, because other attempts may have failed in the meantime. Otherwise parallel guesses would evade the limit.
    await refuseAboveLimit(key);
    if (user && correct) {
      count('success');
      return user;
    }
    await limit.addFailure(key);
    count('wrong-credentials');
    throw new Problem(401, 'Wrong username or password', { headers: { 'WWW-Authenticate': 'Bearer' } });
  };
}
