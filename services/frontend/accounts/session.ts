import type { Request, Response } from 'express';
import { z } from 'zod';
import { caller } from '#platform/http/authenticate.ts';
import type { credentials, passwordChange } from '#platform/http/credentials.ts';
import { Problem } from '#platform/http/problem.ts';
import type { Backend } from '../backends/backend.ts';
import type { Shop } from '../shop.ts';

/** The name of the cookie that keeps a browser logged in. */
export const sessionCookie = 'session';

const attributes = ({ secure }: Request) => ({ httpOnly: true, sameSite: 'lax', secure }) as const;

export type Credentials = z.infer<typeof credentials>;

export const account = z.object({ id: z.uuid(), username: z.string() });

export const session = z.object({
  token: z.string(),
  expiresAt: z.iso.datetime(),
  user: account.extend({ role: z.enum(['customer', 'admin']) }),
});
export type Session = z.infer<typeof session>;

/**
 * Creates an account.
 * @throws {Problem} 400 if user-service finds the credentials invalid; 409 if the username is taken; 503 if user-service
 *   is unavailable
 */
export async function createAccount(userService: Backend, body: Credentials, request: Request) {
  return account.parse(await userService.request('/users', { method: 'POST', body, clientAddress: request.ip }));
}

/**
 * Logs a user in with a new token, and sets the cookie that keeps the browser logged in.
 * @throws {Problem} 401 for wrong credentials; 429 after too many failed logins; 503 if user-service is unavailable
 */
export async function startSession(
  userService: Backend,
  body: Credentials,
  request: Request,
  response: Response,
): Promise<Session> {
  const answer = await userService.request('/sessions', { method: 'POST', body, clientAddress: request.ip });
  const created = session.parse(answer);
  const expires = new Date(created.expiresAt);
  response.cookie(sessionCookie, created.token, { ...attributes(request), expires });
  return created;
}

/**
 * Ends the session of a request, if it has one, and removes the cookie that keeps the browser logged in. This replica
 * refuses the token from then on, other processes within seconds.
 * @throws {Problem} 503 if user-service is unavailable; the cookie is removed nevertheless
 */
export async function endSession(
  { userService, sessions, authenticate }: Pick<Shop, 'userService' | 'sessions' | 'authenticate'>,
  request: Request,
  response: Response,
): Promise<void> {
  response.clearCookie(sessionCookie, attributes(request));
  try {
    await authenticate(request, response, () => undefined);
    const { session, token } = caller(request);
    await userService.request('/sessions', { method: 'DELETE', token });
    sessions.end(session);
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 401) throw error;
  }
}

/**
 * Changes the password of the caller, which ends the caller's other sessions.
 * @throws {Problem} 400 if user-service finds the new password invalid; 403 if the current one is wrong; 429 after too many
 *   wrong ones; 503 if user-service is unavailable
 */
export async function changePassword(
  userService: Backend,
  body: z.infer<typeof passwordChange>,
  request: Request,
): Promise<void> {
  const { token } = caller(request);
  await userService.request('/users/me/password', { method: 'PUT', body, token, clientAddress: request.ip });
}
