import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { type RawRequest, sendRaw } from '#platform/http/http.testkit.ts';
import { signUp } from './support/customer.ts';
import { environment } from './support/environment.ts';

const json = { 'content-type': 'application/json' };
let paths: [path: string, methods: string[]][];
let order: string;
let authorization: string;

before(async () => {
  const { paths: described } = (await (await fetch(new URL('/openapi.json', environment.frontendUrl))).json()) as {
    paths: Record<string, object>;
  };
  paths = Object.entries(described).map(([path, methods]) => [path, Object.keys(methods)]);
  const customer = await signUp();
  authorization = customer.authorization;
  order = (await customer.place()).orderId;
  await customer.settled(order);
});

/** Asserts that a request does not return 5xx, and that the response contains no stack trace or file name. */
async function harmless(path: string, { headers, ...request }: RawRequest = {}): Promise<void> {
  const {
    status,
    headers: answered,
    body,
  } = await sendRaw(environment.frontendUrl, path, {
    headers: { authorization, 'idempotency-key': randomUUID(), ...headers },
    ...request,
  });
  const what = `${request.method ?? 'GET'} ${path.slice(0, 80)} ${JSON.stringify(request.body ?? '').slice(0, 80)}: ${status} ${body}`;
  assert.ok(status < 500, what);
  assert.doesNotMatch(body, /node_modules|\.[jt]s:\d|\\n +at /, what);
  // Node itself responds to requests that are not valid HTTP.
  if (status < 400 || answered.connection === 'close') return;
  assert.match(answered['content-type'] ?? '', /^application\/problem\+json/, what);
}

/** Returns every call of the API with one of these methods, with the id of an existing order. */
const calls = (methods: readonly string[]) =>
  paths.flatMap(([path, known]) =>
    known
      .filter((method) => methods.includes(method))
      .map((method) => ({ method: method.toUpperCase(), path: path.replace('{id}', order) })),
  );

describe('no API call returns 5xx', () => {
  it('for a hostile body', async () => {
    const item = '{"productId":"souris-gaming","quantity":1}';
    const bodies = [
      '',
      '\0',
      'null',
      'true',
      '0',
      '""',
      '[]',
      '{}',
      '{',
      '\ufeff{}',
      `{"items":[${item}],"items":null}`,
      `{"items":[${item}],"__proto__":{"role":"admin"}}`,
      '{"__proto__":{"items":[]},"constructor":{"prototype":{"items":[]}}}',
      '{"items":{"length":1,"0":{"productId":"souris-gaming","quantity":1}}}',
      '{"items":[{"productId":{"toString":"a"},"quantity":{"valueOf":1}}]}',
      '{"items":[{"productId":"__proto__","quantity":1}]}',
      '{"items":[{"productId":"souris-gaming","quantity":1e400}]}',
      '{"items":[{"productId":"souris-gaming","quantity":9007199254740993}]}',
      '{"items":[{"productId":"\\u0000","quantity":-0}]}',
      '{"username":"\\ud800","password":"\\ud800\\ud800\\ud800\\ud800"}',
      '{"username":["a"],"password":{"length":20}}',
      '['.repeat(8_000) + ']'.repeat(8_000),
      `${'{"a":'.repeat(2_500)}1${'}'.repeat(2_500)}`,
      'a'.repeat(20_000),
    ];
    for (const { method, path } of calls(['post', 'delete'])) {
      for (const body of bodies) await harmless(path, { method, body, headers: json });
    }
  });

  it('for a hostile encoding of the body', async () => {
    const body = '{"items":[{"productId":"souris-gaming","quantity":1}]}';
    for (const { method, path } of calls(['post'])) {
      for (const charset of ['utf-16', 'utf-7', 'latin1', 'nonsense', '"', 'utf-8;charset=utf-16']) {
        await harmless(path, { method, body, headers: { 'content-type': `application/json; charset=${charset}` } });
      }
      for (const type of [
        '',
        'a',
        '/',
        'multipart/form-data',
        'application/json;',
        'application/*+json',
        'text/json',
      ]) {
        await harmless(path, { method, body, headers: { 'content-type': type } });
      }
      for (const encoding of ['gzip', 'br', 'deflate', 'zip', 'gzip, gzip', '__proto__', 'identity']) {
        await harmless(path, { method, body, headers: { ...json, 'content-encoding': encoding } });
      }
      const bomb = gzipSync('a'.repeat(50_000_000));
      await harmless(path, { method, body: bomb, headers: { ...json, 'content-encoding': 'gzip' } });
      await harmless(path, { method, body: Buffer.from([0xff, 0xfe, 0x00, 0xc3, 0x28]), headers: json });
      await harmless(path, { method, body, headers: { ...json, 'content-length': '1' } });
      await harmless(path, { method, body, headers: { ...json, 'transfer-encoding': 'nonsense' } });
      await harmless(path, { method, body, headers: { ...json, expect: 'nonsense' } });
    }
  });

  it('for a hostile path', async () => {
    const ids = [
      '%',
      '%00',
      '%E0%A4%A',
      '%ff',
      '%2e%2e%2f',
      '..%5c',
      '%252e',
      "'%20OR%201=1--",
      '__proto__',
      'constructor',
      '%F0%9F%92%A9',
      'a'.repeat(10_000),
      '00000000-0000-0000-0000-000000000000',
      `${order}%00`,
      `${order}%20`,
    ];
    for (const [path, methods] of paths.filter(([path]) => path.includes('{id}'))) {
      for (const method of [...methods, 'head', 'put', 'patch', 'options', 'trace', 'propfind']) {
        for (const id of ids) await harmless(path.replace('{id}', id), { method: method.toUpperCase() });
      }
    }
    for (const path of [
      '//',
      '/api//orders',
      '/..',
      '/%',
      '/api/orders/%/events',
      '*',
      'http://elsewhere/',
      '/?%',
      '/?\\',
    ]) {
      await harmless(path);
    }
  });

  it('for a hostile query', async () => {
    const values = [
      '',
      '%',
      '%00',
      '%E0%A4%A',
      '__proto__',
      '-1',
      '1e9',
      'NaN',
      'Infinity',
      '%7B%7D',
      'e30',
      'bnVsbA',
      'WzFd',
      'a'.repeat(8_000),
    ];
    const names = [
      'cursor',
      'limit',
      'lang',
      'lang[]',
      'cursor[a]',
      '__proto__',
      '__proto__[a]',
      'constructor.prototype',
    ];
    for (const { method, path } of calls(['get']).filter(({ path }) => !path.endsWith('/events'))) {
      for (const name of names) {
        for (const value of values) await harmless(`${path}?${name}=${value}`, { method });
        await harmless(`${path}?${name}=1&${name}=2`, { method });
      }
      await harmless(`${path}?${'a=1&'.repeat(3_000)}`, { method });
      await harmless(`${path}?=&&==&%`, { method });
    }
  });

  it('for hostile headers', async () => {
    const headers: NonNullable<RawRequest['headers']>[] = [
      { authorization: 'Bearer' },
      { authorization: 'Bearer '.padEnd(8_000, 'a.') },
      { authorization: `Bearer ${'e30.'.repeat(3)}` },
      { authorization: 'Bearer eyJhbGciOiJub25lIn0.e30.' },
      { authorization: ['Bearer a', 'Bearer b'] },
      { authorization: '', cookie: 'session=%E0%A4%A' },
      { authorization: '', cookie: 'session=a; session=b; __proto__=c; =; ;' },
      { cookie: 'a='.padEnd(8_000, ';') },
      { 'idempotency-key': ['a', 'b'] },
      { 'idempotency-key': '' },
      { 'accept-language': 'a'.repeat(8_000) },
      { 'accept-language': ';q=,,*;q=9,\u00e9' },
      { accept: '\u00ff/\u00ff' },
      { 'last-event-id': '__proto__' },
      { origin: 'nonsense', 'sec-fetch-site': 'nonsense' },
      { 'x-forwarded-for': "' OR 1=1, \u00ff" },
      { traceparent: '00-zz', tracestate: '=', baggage: 'order.id=%E0%A4%A;,=' },
      { range: 'bytes=9-1', 'if-none-match': '*', 'if-modified-since': 'nonsense' },
      { 'x-huge': 'a'.repeat(20_000) },
      Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`x-${n}`, 'a'])),
    ];
    for (const { method, path } of calls(['get', 'post', 'delete'])) {
      for (const one of headers) await harmless(path, { method, headers: one });
    }
  });
});
