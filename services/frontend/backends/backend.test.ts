import assert from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import { describe, it } from 'node:test';
import { serve } from '#platform/http/http.testkit.ts';
import { Problem } from '#platform/http/problem.ts';
import { until } from '../../../tests/support/until.ts';
import { createBackend } from './backend.ts';

const timeoutMs = 5_000;

/** Creates a service that returns the given response and counts its requests. */
function service(status: number, body: object | string, headers: Record<string, string> = {}) {
  const answer = { status, body, headers, requests: 0, seen: {} as Record<string, unknown> };
  const listener: RequestListener = (request, response) => {
    answer.requests++;
    answer.seen = request.headers;
    const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
    response.writeHead(answer.status, answer.headers).end(text);
  };
  return { answer, listener };
}

const problem = async (request: Promise<unknown>): Promise<Problem> => {
  const error = await request.then(
    () => assert.fail('the request succeeded'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof Problem);
  return error;
};

describe('a backend', () => {
  it("receives the caller's token, and its response is returned", async () => {
    const { listener, answer } = service(200, { a: 1 });
    await using served = await serve(listener);
    const { request } = createBackend({ name: 'test-service', url: served.url, timeoutMs });
    assert.deepEqual(await request('/', { token: 'token' }), { a: 1 });
    assert.equal(answer.seen['authorization'], 'Bearer token');
    answer.status = 404;
    assert.equal(await request('/'), undefined);
  });

  it('passes on the texts of a 4xx, which does not open the circuit breaker', async () => {
    const words = {
      title: 'Username taken',
      detail: 'Choose another.',
      errors: [{ path: 'username', message: 'taken' }],
    };
    const { listener, answer } = service(409, words, { 'retry-after': '7' });
    await using served = await serve(listener);
    const { request } = createBackend({ name: 'test-service', url: served.url, timeoutMs });
    for (let n = 0; n < 30; n++) {
      const { status, message, options } = await problem(request('/'));
      assert.equal(status, 409);
      assert.equal(message, words.title);
      assert.deepEqual(options, { detail: words.detail, errors: words.errors, retryAfter: 7 });
    }
    answer.status = 200;
    assert.deepEqual(await request('/'), words);
  });

  it('that returns a 4xx without a problem is a 503, and the circuit breaker stays closed', async () => {
    for (const body of ['{}', '{"errors":["no"]}', '{"title":1}', 'null', '"text"', '[]', '', '<html>']) {
      const { listener, answer } = service(400, body, { 'retry-after': 'tomorrow' });
      await using served = await serve(listener);
      const { request } = createBackend({ name: 'test-service', url: served.url, timeoutMs });
      for (let n = 0; n < 20; n++) assert.equal((await problem(request('/'))).status, 503);
      assert.equal(answer.requests, 20);
    }
  });

  it('whose Retry-After is a date is passed on without it', async () => {
    const { listener } = service(429, { title: 'Slow down' }, { 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' });
    await using served = await serve(listener);
    const { request } = createBackend({ name: 'test-service', url: served.url, timeoutMs });
    assert.equal((await problem(request('/'))).options.retryAfter, undefined);
  });

  for (const [what, status, body] of [
    ['fails', 500, {}],
    ['returns something other than JSON', 200, '<html>'],
  ] as const) {
    it(`that ${what} is a 503, and the circuit breaker opens after 10 requests`, async () => {
      const { listener, answer } = service(status, body);
      await using served = await serve(listener);
      const { request } = createBackend({ name: 'test-service', url: served.url, timeoutMs });
      for (let n = 0; n < 30; n++) {
        const refused = await problem(request('/'));
        assert.equal(refused.status, 503);
        assert.equal(refused.options.retryAfter, 2);
      }
      assert.equal(answer.requests, 10);
    });
  }

  it('answers all of several requests once it is available again', async () => {
    const { listener, answer } = service(500, {});
    await using served = await serve(listener);
    const { request } = createBackend({ name: 'test-service', url: served.url, timeoutMs });
    for (let n = 0; n < 10; n++) await problem(request('/'));
    answer.status = 200;
    const all = () => Promise.all(Array.from({ length: 13 }, () => request('/')));
    // The first requests after 2 s: they are sent together, or not at all.
    const answers = await until('the breaker tries the service', () => all().catch(() => undefined));
    assert.equal(answers.length, 13);
    assert.equal(answer.requests, 10 + 13);
  });

  it('that is down is a 503', async () => {
    const served = await serve(() => undefined);
    await served[Symbol.asyncDispose]();
    const { request } = createBackend({ name: 'test-service', url: served.url, timeoutMs });
    assert.equal((await problem(request('/'))).status, 503);
  });
});
