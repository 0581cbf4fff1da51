import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Upstream } from '../backends/backend.ts';

/** The cookie that keeps a browser logged in. */
export const sessionCookie = 'session';

const attributes = ({ secure }: Request) => ({ httpOnly: true, sameSite: 'lax', secure }) as const;

/** What a username and a password must be is for user-service to say; here they only have to be text. */
export const credentials = z.strictObject({ username: z.string(), password: z.string() });
export type Credentials = z.infer<typeof credentials>;

export const account = z.object({ id: z.uuid(), username: z.string() });

export const session = z.object({
  token: z.string(),
  expiresAt: z.iso.datetime(),
  user: account.extend({ role: z.enum(['customer', 'admin']) }),
});
export type Session = z.infer<typeof session>;

/** @throws {Problem} 400 for what user-service does not take, 409 when the name is taken, 503 */
export async function createAccount(users: Upstream, body: Credentials, request: Request) {
  return account.parse(await users.request('/users', { method: 'POST', body, clientAddress: request.ip }));
}

/**
 * Logs in; the answer's cookie keeps the browser logged in, with a token that is new each time.
 * @throws {Problem} 401, 429 after too many failures, 503
 */
export async function startSession(
  users: Upstream,
  body: Credentials,
  request: Request,
  response: Response,
): Promise<Session> {
  const answer = await users.request('/sessions', { method: 'POST', body, clientAddress: request.ip });
  const created = session.parse(answer);
  const expires = new Date(created.expiresAt);
  response.cookie(sessionCookie, created.token, { ...attributes(request), expires });
  return created;
}

export function endSession(request: Request, response: Response): void {
  response.clearCookie(sessionCookie, attributes(request));
}
