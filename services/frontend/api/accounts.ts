import { validate } from '#platform/http/validate.ts';
import { refuseCrossSiteCookie } from '../accounts/same-site.ts';
import { account, createAccount, credentials, endSession, session, startSession } from '../accounts/session.ts';
import type { Shop } from '../shop.ts';
import type { ApiOperation } from './api-operation.ts';

export const accountOperations = ({ userService, rateLimit }: Shop): ApiOperation[] => [
  {
    id: 'createUser',
    method: 'post',
    path: '/api/users',
    summary: 'Creates an account',
    before: [rateLimit],
    body: credentials,
    responses: { 201: { description: 'The account', schema: account } },
    problems: [400, 409, 413, 415, 503],
    handle: async (request, response) => {
      response.status(201).json(await createAccount(userService, validate(credentials, request.body), request));
    },
  },
  {
    id: 'createSession',
    method: 'post',
    path: '/api/sessions',
    summary: 'Logs in. Send the token in the Authorization header; browsers can use the cookie instead',
    before: [rateLimit, refuseCrossSiteCookie],
    body: credentials,
    responses: {
      201: { description: 'The session', schema: session, headers: { 'Set-Cookie': 'The session cookie' } },
    },
    problems: [400, 401, 403, 413, 415, 503],
    handle: async (request, response) => {
      const created = await startSession(userService, validate(credentials, request.body), request, response);
      response.status(201).json(created);
    },
  },
  {
    id: 'deleteSession',
    method: 'delete',
    path: '/api/sessions',
    summary: 'Logs a browser out',
    before: [rateLimit, refuseCrossSiteCookie],
    responses: { 204: { description: 'Logged out', headers: { 'Set-Cookie': 'Removes the session cookie' } } },
    problems: [403],
    handle: (request, response) => {
      endSession(request, response);
      response.status(204).end();
    },
  },
];
