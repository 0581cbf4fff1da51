import { requireDatabase } from '#platform/database/require-database.ts';
import type { Route } from '#platform/http/router.ts';
import { accountRoutes } from './account-routes.ts';
import { createClientAddress } from './client-address.ts';
import { HashQueue, type HashQueueOptions } from './hash-queue.ts';
import { createLogin } from './login.ts';
import { LoginLimits, type LoginLimitsOptions } from './login-limits.ts';
import { publishedRoutes } from './published-routes.ts';
import { sessionRoutes } from './session-routes.ts';
import { createOwnSessions } from './sessions.ts';
import type { SigningKeys } from './signing-keys.ts';

export interface RoutesOptions {
  loadKeys: () => Promise<SigningKeys>;
  tokenTtlSeconds: number;
  /** The secret of the frontend; undefined if no frontend may tell the addresses of its clients. */
  frontendSecret: string | undefined;
  loginLimits: LoginLimitsOptions;
  signUpsPerMinute: number;
  hashQueue: HashQueueOptions;
}

export function routes({ loadKeys, tokenTtlSeconds, frontendSecret, ...options }: RoutesOptions): Route[] {
  const limits = new LoginLimits(options.loginLimits);
  const hashes = new HashQueue(options.hashQueue);
  const login = createLogin(limits, hashes);
  const clientAddress = createClientAddress(frontendSecret);
  const sessions = createOwnSessions(loadKeys);
  const { signUpsPerMinute } = options;
  return requireDatabase([
    ...accountRoutes({ limits, hashes, login, clientAddress, sessions, signUpsPerMinute }),
    ...sessionRoutes({ login, clientAddress, sessions, loadKeys, tokenTtlSeconds }),
    ...publishedRoutes(loadKeys),
  ]);
}
