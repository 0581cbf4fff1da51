import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Backend } from '../backends/backend.ts';

/** The name of the cookie that keeps a browser logged in. */
export const sessionCookie = 'session';

const attributes = ({ secure }: Request) => ({ httpOnly: true, sameSite: 'lax', secure }) as const;

/** A username and a password. user-service checks their length and characters. */
export const credentials = z.strictObject({ username: z.string(), password: z.string() });
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

/** Removes the cookie that keeps the browser logged in. */
export function endSession(request: Request, response: Response): void {
  response.clearCookie(sessionCookie, attributes(request));
}
