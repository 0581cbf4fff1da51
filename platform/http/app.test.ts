import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { z } from 'zod';
import { createApp } from './app.ts';
import { type RawRequest, type RawResponse, sendRaw, serve, type TestServer } from './http.testkit.ts';
import { validate } from './validate.ts';

const note = z.strictObject({ text: z.string(), tags: z.array(z.strictObject({ name: z.string() })).optional() });
let served: TestServer;

before(async () => {
  served = await serve(
    createApp({
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
    }),
  );
});
after(() => served[Symbol.asyncDispose]());

const send = (path: string, options?: RawRequest): Promise<RawResponse> => sendRaw(served.url, path, options);
const post = (body: string | Buffer, headers: Record<string, string> = {}) =>
  send('/notes', { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });

interface ProblemBody {
  type: string;
  title: string;
  status: number;
  errors?: { path: string; message: string }[];
}

function assertProblem({ status, headers, body }: RawResponse, expected: number): ProblemBody {
  assert.equal(status, expected, body);
  assert.match(headers['content-type'] ?? '', /^application\/problem\+json/);
  const problem = JSON.parse(body) as ProblemBody;
  assert.equal(problem.status, expected);
  assert.doesNotMatch(body, /node_modules|\.ts:\d/);
  return problem;
}

describe('an application', () => {
  it('answers its routes', async () => {
    assert.equal((await send('/notes/1')).body, '{"id":"1"}');
    assert.equal((await post('{"text":"é"}')).body, '{"text":"é"}');
    assert.equal((await post(gzipSync('{"text":"a"}'), { 'content-encoding': 'gzip' })).status, 200);
  });

  it('sends no X-Powered-By, and a content security policy that allows nothing by default', async () => {
    const { headers } = await send('/notes/1');
    assert.equal(headers['x-powered-by'], undefined);
    assert.match(String(headers['content-security-policy']), /default-src 'none'/);
  });

  it('answers 404 for an unknown path', async () => {
    assert.equal(assertProblem(await send('/elsewhere'), 404).type, 'about:blank');
  });

  it('answers 405 with the allowed methods to another method, whatever its body', async () => {
    const wrong = await send('/notes/1', { method: 'PUT', body: '<', headers: { 'content-type': 'text/xml' } });
    assertProblem(wrong, 405);
    assert.equal(wrong.headers.allow, 'GET, HEAD, OPTIONS');
    const options = await send('/notes', { method: 'OPTIONS' });
    assert.equal(options.status, 204);
    assert.equal(options.headers.allow, 'POST, OPTIONS');
  });

  it('answers 500 to an unexpected error, without its message', async () => {
    const answer = await send('/broken');
    assertProblem(answer, 500);
    assert.doesNotMatch(answer.body, /secret/);
  });

  it('names each invalid part of a body', async () => {
    const { errors } = assertProblem(await post('{"tags":[{"name":"a"},{"name":1,"x":2}],"more":3}'), 400);
    assert.deepEqual(errors?.map(({ path }) => path).toSorted(), ['more', 'tags[1].name', 'tags[1].x', 'text']);
  });

  it('names at most 50 invalid parts', async () => {
    const { errors } = assertProblem(await post(JSON.stringify({ text: '', tags: Array(2_000).fill(1) })), 400);
    assert.equal(errors?.length, 50);
  });

  const bodies = {
    'is not JSON': '{"text":',
    'is empty': '',
    'is text': '"text"',
    'is null': 'null',
    'is an array': '[]',
    'contains a null byte between its tokens': '{"text":"a"\0}',
    'is nested deeply and incomplete': '['.repeat(16_000),
    'is nested deeply and complete': '['.repeat(8_000) + ']'.repeat(8_000),
    'names the prototype': '{"text":"a","__proto__":{"admin":true}}',
    'names the constructor': '{"text":"a","constructor":{"prototype":{}}}',
  };
  for (const [description, body] of Object.entries(bodies)) {
    it(`answers 400 to a body that ${description}`, async () => void assertProblem(await post(body), 400));
  }

  it('answers 400 to a body that is not gzip although its encoding says so', async () => {
    assertProblem(await post('{"text":"a"}', { 'content-encoding': 'gzip' }), 400);
  });

  it('answers 413 to a body over 16 KiB, even if it is smaller while compressed', async () => {
    const long = JSON.stringify({ text: 'a'.repeat(16 * 1_024) });
    assertProblem(await post(long), 413);
    assertProblem(await post(gzipSync(long), { 'content-encoding': 'gzip' }), 413);
  });

  it('answers 415 to other content types, charsets and encodings than those of JSON', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=latin1', '/']) {
      assertProblem(await post('{"text":"a"}', { 'content-type': type }), 415);
    }
    assertProblem(await post('{"text":"a"}', { 'content-encoding': 'zip' }), 415);
    assertProblem(await send('/notes', { method: 'POST', body: '{"text":"a"}' }), 415);
  });

  it('answers 400 to a path that cannot be decoded', async () => {
    for (const path of ['/notes/%', '/notes/%E0%A4%A', '/notes/%ff']) assertProblem(await send(path), 400);
  });

  it('treats null bytes in a path as text', async () => {
    assert.equal((await send('/notes/%00')).status, 200);
    assertProblem(await send('/%00'), 404);
  });

  it('answers 431 to headers that are too long', async () => {
    assert.equal((await send('/notes/1', { headers: { 'x-long': 'a'.repeat(20_000) } })).status, 431);
  });
});
