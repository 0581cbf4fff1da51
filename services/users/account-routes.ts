import type { Request } from 'express';
import { type AuthenticateOptions, authenticate, caller } from '#platform/http/authenticate.ts';
import { passwordChange as change } from '#platform/http/credentials.ts';
import { Problem } from '#platform/http/problem.ts';
import type { Route } from '#platform/http/router.ts';
import { validate } from '#platform/http/validate.ts';
import { changePassword, createAccount, newAccount, newPassword } from './accounts.ts';
import { AttemptLimit } from './attempt-limit.ts';
import type { HashQueue } from './hash-queue.ts';
import type { Login } from './login.ts';
import type { LoginLimits } from './login-limits.ts';
import { hashPassword } from './password.ts';

const passwordChange = change.extend({ newPassword });

export interface AccountRoutesOptions {
  limits: LoginLimits;
  hashes: HashQueue;
  login: Login;
  clientAddress: (request: Request) => string;
  sessions: AuthenticateOptions['sessions'];
  signUpsPerMinute: number;
}

export function accountRoutes(options: AccountRoutesOptions): Route[] {
  const { limits, hashes, login, clientAddress, sessions, signUpsPerMinute } = options;
  const signUps = new AttemptLimit({ attempts: signUpsPerMinute, windowSeconds: 60 });

  return [
    {
      method: 'post',
      path: '/users',
      handle: async (request, response) => {
        const { username, password } = validate(newAccount, request.body);
        const source = { username, address: clientAddress(request) };
        const retryAfter = await signUps.secondsToWait(source.address);
        if (retryAfter !== undefined) throw new Problem(429, 'Too many new accounts', { retryAfter });
        await signUps.add(source.address);
        const passwordHash = await hashes.run(limits.clientOf(source), () => hashPassword(password));
        const { id } = await createAccount({ username, passwordHash, role: 'customer' });
        limits.addSuccess(source);
        response.status(201).json({ id, username });
      },
    },
    {
      method: 'put',
      path: '/users/me/password',
      before: [authenticate({ sessions })],
      handle: async (request, response) => {
        const { user, session } = caller(request);
        const { currentPassword, newPassword } = validate(passwordChange, request.body);
        const source = { username: user.name, address: clientAddress(request) };
        const account = await login({ ...source, password: currentPassword }).catch(refuseChange);
        const passwordHash = await hashes.run(limits.clientOf(source), () => hashPassword(newPassword));
        await changePassword(account, passwordHash, session.id);
        response.status(204).end();
      },
    },
  ];
}

/** Converts the 401 of a wrong password, because the token of the request is valid. */
function refuseChange(error: unknown): never {
  if (error instanceof Problem && error.status === 401) throw new Problem(403, 'Wrong password');
  throw error;
}
