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

describe('an application', () => {
  it('serves its routes', async () => {
    assert.equal((await send('/notes/1')).body, '{"id":"1"}');
    assert.equal((await post('{"text":"é"}')).body, '{"text":"é"}');
    assert.equal((await post(gzipSync('{"text":"a"}'), { 'content-encoding': 'gzip' })).status, 200);
  });

  it('sends no X-Powered-By, and a content security policy that allows nothing by default', async () => {
    const { headers } = await send('/notes/1');
    assert.equal(headers['x-powered-by'], undefined);
    assert.match(String(headers['content-security-policy']), /default-src 'none'/);
  });

  it('responds with 404 for an unknown path', async () => {
    assert.equal(assertProblem(await send('/elsewhere'), 404).type, 'about:blank');
  });

  it('responds to another method with 405 and the allowed methods, regardless of its body', async () => {
    const wrong = await send('/notes/1', { method: 'PUT', body: '<', headers: { 'content-type': 'text/xml' } });
    assertProblem(wrong, 405);
    assert.equal(wrong.headers.allow, 'GET, HEAD, OPTIONS');
    const options = await send('/notes', { method: 'OPTIONS' });
    assert.equal(options.status, 204);
    assert.equal(options.headers.allow, 'POST, OPTIONS');
  });

  it('responds with 500 to an unexpected error, without its message', async () => {
    const answer = await send('/broken');
    assertProblem(answer, 500);
    assert.doesNotMatch(answer.body, /secret/);
  });

  it('responds with 400 to a path that cannot be decoded', async () => {
    for (const path of ['/notes/%', '/notes/%E0%A4%A', '/notes/%ff']) assertProblem(await send(path), 400);
  });

  it('treats null bytes in a path as text', async () => {
    assert.equal((await send('/notes/%00')).status, 200);
    assertProblem(await send('/%00'), 404);
  });

  it('responds with 400 to a Host header that is not a host with an optional port', async () => {
    for (const host of ['x:abc', 'x:', 'x:NaN', 'x:123456', 'a b', 'x/y', 'user@x', '[::1', '::1', 'x,y']) {
      assertProblem(await send('/notes/1', { headers: { host } }), 400);
    }
    for (const host of ['shop.example', 'shop.example:5000', '127.0.0.1:1', '[::1]:5000', 'a_b']) {
      assert.equal((await send('/notes/1', { headers: { host } })).status, 200, host);
    }
  });

  it('responds with 431 to headers that are too long', async () => {
    assert.equal((await send('/notes/1', { headers: { 'x-long': 'a'.repeat(20_000) } })).status, 431);
  });
});
