import { z } from 'zod';
import { validate } from '#http/validate.ts';
import type { Operation } from '../operation.ts';
import { sameSite } from '../same-site.ts';
import type { Shop } from '../shop.ts';

// What a username and a password must be is for user-service to say; here they only have to be text.
const credentials = z.strictObject({ username: z.string(), password: z.string() });
const user = z.object({ id: z.uuid(), username: z.string() });
const session = z.object({
  token: z.string(),
  expiresAt: z.iso.datetime(),
  user: user.extend({ role: z.enum(['customer', 'admin']) }),
});

/** The cookie that keeps a browser logged in. */
export const sessionCookie = 'session';

export const accounts = ({ users, limit }: Shop): Operation[] => [
  {
    id: 'createUser',
    method: 'post',
    path: '/api/users',
    summary: 'Creates an account',
    before: [limit],
    body: credentials,
    answers: { 201: { description: 'The account', schema: user } },
    problems: [400, 409, 413, 415, 503],
    handle: async (request, response) => {
      const body = validate(credentials, request.body);
      const answer = await users.request('/users', { method: 'POST', body, clientAddress: request.ip });
      response.status(201).json(user.parse(answer));
    },
  },
  {
    id: 'createSession',
    method: 'post',
    path: '/api/sessions',
    summary: 'Logs in: the token goes into the Authorization header; browsers also get a cookie',
    before: [limit, sameSite],
    body: credentials,
    answers: {
      201: {
        description: 'The session',
        schema: session,
        headers: { 'Set-Cookie': 'The session of a browser' },
      },
    },
    problems: [400, 401, 403, 413, 415, 503],
    handle: async (request, response) => {
      const body = validate(credentials, request.body);
      const created = session.parse(
        await users.request('/sessions', { method: 'POST', body, clientAddress: request.ip }),
      );
      response.cookie(sessionCookie, created.token, {
        httpOnly: true,
        sameSite: 'lax',
        secure: request.secure,
        expires: new Date(created.expiresAt),
      });
      response.status(201).json(created);
    },
  },
  {
    id: 'deleteSession',
    method: 'delete',
    path: '/api/sessions',
    summary: 'Logs a browser out',
    before: [limit, sameSite],
    answers: { 204: { description: 'Logged out', headers: { 'Set-Cookie': 'Ends the session of a browser' } } },
    problems: [403],
    handle: (request, response) => {
      response.clearCookie(sessionCookie, { httpOnly: true, sameSite: 'lax', secure: request.secure });
      response.status(204).end();
    },
  },
];
