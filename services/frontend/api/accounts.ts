import { validate } from '#platform/http/validate.ts';
import { sameSite } from '../accounts/same-site.ts';
import { account, createAccount, credentials, endSession, session, startSession } from '../accounts/session.ts';
import type { Shop } from '../shop.ts';
import type { Operation } from './api-operation.ts';

export const accounts = ({ users, limit }: Shop): Operation[] => [
  {
    id: 'createUser',
    method: 'post',
    path: '/api/users',
    summary: 'Creates an account',
    before: [limit],
    body: credentials,
    answers: { 201: { description: 'The account', schema: account } },
    problems: [400, 409, 413, 415, 503],
    handle: async (request, response) => {
      response.status(201).json(await createAccount(users, validate(credentials, request.body), request));
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
      const created = await startSession(users, validate(credentials, request.body), request, response);
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
      endSession(request, response);
      response.status(204).end();
    },
  },
];
