import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Request, Response } from 'express';
import { Problem } from '#platform/http/problem.ts';
import { ownForm, sameSite } from './same-site.ts';

const host = 'shop.example:5000';
const cookie = 'session=token';

function letsIn(headers: Record<string, string>, guard = sameSite): boolean {
  try {
    guard({ headers: { host, ...headers } } as unknown as Request, {} as Response, () => undefined);
    return true;
  } catch (error) {
    assert.ok(error instanceof Problem && error.status === 403);
    return false;
  }
}

it('a cookie counts only for requests of this site', () => {
  assert.ok(letsIn({ cookie, 'sec-fetch-site': 'same-origin' }));
  assert.ok(letsIn({ cookie, 'sec-fetch-site': 'none' }));
  assert.ok(!letsIn({ cookie, 'sec-fetch-site': 'same-site' }));
  assert.ok(!letsIn({ cookie, 'sec-fetch-site': 'cross-site', origin: `http://${host}` }));
});

it('browsers without Fetch Metadata are judged by the Origin', () => {
  assert.ok(letsIn({ cookie, origin: `http://${host}` }));
  assert.ok(letsIn({ cookie, origin: `https://${host}` }));
  for (const origin of ['https://elsewhere.example', 'http://shop.example', 'null', '']) {
    assert.ok(!letsIn({ cookie, origin }), origin);
  }
});

it('no browser, no matter', () => {
  assert.ok(letsIn({ cookie }));
  assert.ok(letsIn({ 'sec-fetch-site': 'cross-site' }));
  assert.ok(letsIn({ cookie, authorization: 'Bearer token', 'sec-fetch-site': 'cross-site' }));
});

it('forms come from this site, also before there is a cookie', () => {
  assert.ok(letsIn({ 'sec-fetch-site': 'same-origin' }, ownForm));
  assert.ok(letsIn({ origin: `http://${host}` }, ownForm));
  assert.ok(!letsIn({ 'sec-fetch-site': 'cross-site' }, ownForm));
  assert.ok(!letsIn({ 'sec-fetch-site': 'same-site' }, ownForm));
  assert.ok(!letsIn({ origin: 'https://elsewhere.example' }, ownForm));
  assert.ok(!letsIn({ origin: 'null' }, ownForm));
});
