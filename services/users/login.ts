import { metrics } from '@opentelemetry/api';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { Problem } from '#platform/http/problem.ts';
import { User } from './models.ts';
import { verifyPassword } from './password.ts';

type Outcome = 'success' | 'wrong-credentials' | 'too-many-failures';

const logins = metrics.getMeter('orderflow').createCounter('orderflow.logins', {
  description: 'Attempts to log in, by their outcome',
  unit: '{login}',
});
const count = (outcome: Outcome) => logins.add(1, { outcome });

export interface LoginLimit {
  /** Failures that are let through for one username from one address. */
  failures: number;
  windowSeconds: number;
}

export interface Login {
  username: string;
  password: string;
  /** The client's address. */
  address: string;
}

/**
 * Finds the user that a username and password belong to. Unknown users take as long as wrong passwords. Failures are
 * limited per username and address (in each instance by itself); right passwords do not count.
 * @throws {Problem} 401, or 429 once there were too many failures
 */
export function createLogin({ failures, windowSeconds }: LoginLimit): (login: Login) => Promise<User> {
  const limiter = new RateLimiterMemory({ points: failures, duration: windowSeconds });

  const refuseAboveLimit = async (key: string): Promise<void> => {
    const state = await limiter.get(key);
    if (state === null || state.consumedPoints < failures) return;
    count('too-many-failures');
    throw new Problem(429, 'Too many failed logins', { retryAfter: Math.ceil(state.msBeforeNext / 1000) });
  };

  return async ({ username, password, address }) => {
    const key = `${username} ${address}`;
    await refuseAboveLimit(key);
    const user = await User.findOne({ where: { username } });
    const right = await verifyPassword(password, user?.passwordHash);
    // Again, or many guesses at once would all get their answer.
    await refuseAboveLimit(key);
    if (user && right) {
      count('success');
      return user;
    }
    await limiter.penalty(key);
    count('wrong-credentials');
    throw new Problem(401, 'Wrong username or password', { headers: { 'WWW-Authenticate': 'Bearer' } });
  };
}
