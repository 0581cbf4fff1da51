// For tests: an application with a few routes, and requests to it.
import assert from 'node:assert/strict';
import { z } from 'zod';
import { createApp } from './app.ts';
import { type RawRequest, type RawResponse, sendRaw, serve, type TestServer } from './http.testkit.ts';
import { validate } from './validate.ts';

const note = z.strictObject({ text: z.string(), tags: z.array(z.strictObject({ name: z.string() })).optional() });

export interface NotesServer extends TestServer {
  send(path: string, options?: RawRequest): Promise<RawResponse>;
  post(body: string | Buffer, headers?: Record<string, string>): Promise<RawResponse>;
}

export async function serveNotes(): Promise<NotesServer> {
  const app = createApp({
    dependencies: [],
    routes: [
      {
        method: 'get',
        path: '/notes/:id',
        handle: ({ params }, response) => void response.json({ id: params['id'] }),
      },
      { method: 'post', path: '/notes', handle: ({ body }, response) => void response.json(validate(note, body)) },
      {
        method: 'get',
        path: '/broken',
        handle: () => {
          throw new Error('a secret of the code');
        },
      },
    ],
  });
  const server = await serve(app);
  const send = (path: string, options?: RawRequest) => sendRaw(server.url, path, options);
  return {
    ...server,
    send,
    post: (body, headers = {}) =>
      send('/notes', { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } }),
  };
}

interface ProblemBody {
  type: string;
  title: string;
  status: number;
  errors?: { path: string; message: string }[];
}

export function assertProblem({ status, headers, body }: RawResponse, expected: number): ProblemBody {
  assert.equal(status, expected, body);
  assert.match(headers['content-type'] ?? '', /^application\/problem\+json/);
  const problem = JSON.parse(body) as ProblemBody;
  assert.equal(problem.status, expected);
  assert.doesNotMatch(body, /node_modules|\.ts:\d/);
  return problem;
}
