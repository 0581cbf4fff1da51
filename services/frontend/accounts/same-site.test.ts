import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Request, Response } from 'express';
import { Problem } from '#platform/http/problem.ts';
import { refuseCrossSite, refuseCrossSiteCookie } from './same-site.ts';

const host = 'shop.example:5000';
const cookie = 'session=token';

function passes(headers: Record<string, string>, guard = refuseCrossSiteCookie): boolean {
  try {
    guard({ headers: { host, ...headers } } as unknown as Request, {} as Response, () => undefined);
    return true;
  } catch (error) {
    assert.ok(error instanceof Problem && error.status === 403);
    return false;
  }
}

it('requests with a cookie pass only from this site', () => {
  assert.ok(passes({ cookie, 'sec-fetch-site': 'same-origin' }));
  assert.ok(passes({ cookie, 'sec-fetch-site': 'none' }));
  assert.ok(!passes({ cookie, 'sec-fetch-site': 'same-site' }));
  assert.ok(!passes({ cookie, 'sec-fetch-site': 'cross-site', origin: `http://${host}` }));
});

it('without Fetch Metadata, the Origin header decides', () => {
  assert.ok(passes({ cookie, origin: `http://${host}` }));
  assert.ok(passes({ cookie, origin: `https://${host}` }));
  for (const origin of ['https://elsewhere.example', 'http://shop.example', 'null', '']) {
    assert.ok(!passes({ cookie, origin }), origin);
  }
});

it('requests without Fetch Metadata and Origin, without a cookie, or with a token pass', () => {
  assert.ok(passes({ cookie }));
  assert.ok(passes({ 'sec-fetch-site': 'cross-site' }));
  assert.ok(passes({ cookie, authorization: 'Bearer token', 'sec-fetch-site': 'cross-site' }));
});

it('forms pass only from this site, even without a cookie', () => {
  assert.ok(passes({ 'sec-fetch-site': 'same-origin' }, refuseCrossSite));
  assert.ok(passes({ origin: `http://${host}` }, refuseCrossSite));
  assert.ok(!passes({ 'sec-fetch-site': 'cross-site' }, refuseCrossSite));
  assert.ok(!passes({ 'sec-fetch-site': 'same-site' }, refuseCrossSite));
  assert.ok(!passes({ origin: 'https://elsewhere.example' }, refuseCrossSite));
  assert.ok(!passes({ origin: 'null' }, refuseCrossSite));
});
