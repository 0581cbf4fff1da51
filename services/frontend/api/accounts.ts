import { credentials, newAccount, passwordChange } from '#platform/http/credentials.ts';
import { validate } from '#platform/http/validate.ts';
import { refuseCrossSiteCookie } from '../accounts/same-site.ts';
import { account, changePassword, createAccount, endSession, session, startSession } from '../accounts/session.ts';
import type { Shop } from '../shop.ts';
import type { ApiOperation } from './api-operation.ts';
import { bodyProblem, crossSite, unavailable } from './problems.ts';

export const accountOperations = (shop: Shop): ApiOperation[] => [
  {
    id: 'createUser',
    method: 'post',
    path: '/api/users',
    summary: 'Creates an account',
    before: [shop.rateLimit],
    body: newAccount,
    responses: { 201: { description: 'The account', schema: account } },
    problems: { 409: 'The username is taken', ...bodyProblem, ...unavailable },
    handle: async (request, response) => {
      response.status(201).json(await createAccount(shop.userService, validate(newAccount, request.body), request));
    },
  },
  {
    id: 'createSession',
    method: 'post',
    path: '/api/sessions',
    summary: 'Logs in. Send the token in the Authorization header; browsers can use the cookie instead',
    before: [shop.rateLimit, refuseCrossSiteCookie],
    body: credentials,
    responses: {
      201: { description: 'The session', schema: session, headers: { 'Set-Cookie': 'The session cookie' } },
    },
    problems: { 401: 'The username or the password is wrong', 403: crossSite, ...bodyProblem, ...unavailable },
    handle: async (request, response) => {
      const created = await startSession(shop.userService, validate(credentials, request.body), request, response);
      response.status(201).json(created);
    },
  },
  {
    id: 'deleteSession',
    method: 'delete',
    path: '/api/sessions',
    summary: 'Ends the session. Its token is refused everywhere within seconds',
    before: [shop.rateLimit, refuseCrossSiteCookie],
    responses: {
      204: {
        description: 'The session has ended, or the request had none',
        headers: { 'Set-Cookie': 'Removes the session cookie' },
      },
    },
    problems: { 403: crossSite, ...unavailable },
    handle: async (request, response) => {
      await endSession(shop, request, response);
      response.status(204).end();
    },
  },
  {
    id: 'changePassword',
    method: 'put',
    path: '/api/users/me/password',
    summary: "Changes the caller's password, and ends the caller's other sessions",
    secured: true,
    before: [shop.authenticate, refuseCrossSiteCookie, shop.rateLimit],
    body: passwordChange,
    responses: { 204: { description: 'The password is changed' } },
    problems: { 403: `The current password is wrong. Or: ${crossSite}`, ...bodyProblem, ...unavailable },
    handle: async (request, response) => {
      await changePassword(shop.userService, validate(passwordChange, request.body), request);
      response.status(204).end();
    },
  },
];
