import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { assertProblem, type NotesServer, serveNotes } from './notes.testkit.ts';

let server: NotesServer;

before(async () => {
  server = await serveNotes();
});
after(() => server[Symbol.asyncDispose]());

const send: NotesServer['send'] = (path, options) => server.send(path, options);
const post: NotesServer['post'] = (body, headers) => server.post(body, headers);

describe('an application that receives a body', () => {
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
    it(`responds with 400 to a body that ${description}`, async () => void assertProblem(await post(body), 400));
  }

  it('responds with 400 to a body that is not gzip although its encoding says so', async () => {
    assertProblem(await post('{"text":"a"}', { 'content-encoding': 'gzip' }), 400);
  });

  it('responds with 413 to a body over 16 KiB, even if it is smaller while compressed', async () => {
    const long = JSON.stringify({ text: 'a'.repeat(16 * 1_024) });
    assertProblem(await post(long), 413);
    assertProblem(await post(gzipSync(long), { 'content-encoding': 'gzip' }), 413);
  });

  it('responds with 415 to other content types, charsets and encodings than those of JSON', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=latin1', '/']) {
      assertProblem(await post('{"text":"a"}', { 'content-type': type }), 415);
    }
    assertProblem(await post('{"text":"a"}', { 'content-encoding': 'zip' }), 415);
    assertProblem(await send('/notes', { method: 'POST', body: '{"text":"a"}' }), 415);
  });
});
