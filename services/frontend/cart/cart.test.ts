import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { parseCookie } from 'cookie';
import express from 'express';
import fc from 'fast-check';
import { serve } from '#platform/http/http.testkit.ts';
import { addToCart, type Cart, canHold, changeQuantity, countItems, createCart, withoutOrdered } from './cart.ts';
import { readCart, writeCart } from './cart-cookie.ts';
import { decodeCart, encodeCart } from './cart-text.ts';

const key = randomUUID();
const cart = (lines: Record<string, number>): Cart => ({
  key,
  lines: Object.entries(lines).map(([productId, quantity]) => ({ productId, quantity })),
});

describe('a cart', () => {
  it('adds quantities of the same product', () => {
    assert.deepEqual(addToCart(cart({}), 'mouse', 2), cart({ mouse: 2 }));
    assert.deepEqual(addToCart(cart({ mouse: 2, laptop: 1 }), 'mouse', 3), cart({ mouse: 5, laptop: 1 }));
    assert.equal(countItems(cart({ mouse: 5, laptop: 1 })), 6);
  });

  it('stays within the limits of an order', () => {
    assert.deepEqual(addToCart(cart({ mouse: 99 }), 'mouse', 2), cart({ mouse: 100 }));
    const full = cart(Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`product-${n}`, 1])));
    assert.deepEqual(addToCart(full, 'mouse', 1), full);
    assert.ok(canHold(cart({ mouse: 60 }), 'mouse', 40));
    assert.ok(!canHold(cart({ mouse: 60 }), 'mouse', 41));
    assert.ok(!canHold(full, 'mouse', 1));
  });

  it('changes quantities and removes products', () => {
    assert.deepEqual(changeQuantity(cart({ mouse: 2, laptop: 1 }), 'mouse', 7), cart({ mouse: 7, laptop: 1 }));
    assert.deepEqual(changeQuantity(cart({ mouse: 2, laptop: 1 }), 'mouse', 0), cart({ laptop: 1 }));
    assert.deepEqual(changeQuantity(cart({ mouse: 2 }), 'laptop', 1), cart({ mouse: 2 }));
  });

  it('keeps the products that were added after the order, for another order', () => {
    const rest = withoutOrdered(cart({ mouse: 2, laptop: 1 }), cart({ mouse: 2 }));
    assert.deepEqual(rest.lines, cart({ laptop: 1 }).lines);
    assert.notEqual(rest.key, key);
  });

  it('survives being written as text and read again', () => {
    const line = fc.record(
      {
        productId: fc.stringMatching(/^[\w-]{1,64}$/),
        quantity: fc.integer({ min: 1, max: 100 }),
      },
      { noNullPrototype: true },
    );
    const lines = fc.uniqueArray(line, { maxLength: 50, selector: ({ productId }) => productId });
    fc.assert(
      fc.property(lines, (lines) => {
        const text = encodeCart({ key, lines });
        assert.deepEqual(decodeCart(text), { key, lines });
        // Characters allowed in cookies (RFC 6265, section 4.1.1), and a length that browsers accept.
        assert.match(text, /^[\w!*-]{1,4000}$/);
      }),
    );
  });

  it('is not read from invalid text', () => {
    for (const text of [
      undefined,
      7,
      '',
      key.slice(1),
      `${key}!mouse`,
      `${key}!mouse*0`,
      `${key}!mouse*101`,
      `${key}!mouse*1.5`,
      `${key}!mouse*1*1`,
      `${key}!<b>*1`,
      `${key}!mouse*1!mouse*2`,
      `${key}${'!mouse*1'.repeat(51)}`,
    ]) {
      assert.equal(decodeCart(text), undefined, String(text));
    }
    fc.assert(fc.property(fc.string(), (text) => void decodeCart(text)));
  });

  it('is kept in a cookie that scripts cannot read', async () => {
    const app = express()
      .get('/write', (request, response) => {
        writeCart(request, response, cart({ mouse: 2 }));
        response.end();
      })
      .get('/empty', (request, response) => {
        writeCart(request, response, createCart());
        response.end();
      })
      .get('/read', (request, response) => void response.json(readCart(request)));
    await using shop = await serve(app);
    const [written = ''] = (await fetch(`${shop.url}/write`)).headers.getSetCookie();
    assert.match(written, /; HttpOnly/);
    assert.match(written, /; SameSite=Lax/);
    const cookie = written.split(';')[0] ?? '';
    assert.ok(parseCookie(cookie)['cart']);
    const read = await fetch(`${shop.url}/read`, { headers: { cookie } });
    assert.deepEqual(await read.json(), cart({ mouse: 2 }));
    const [emptied = ''] = (await fetch(`${shop.url}/empty`)).headers.getSetCookie();
    assert.match(emptied, /^cart=;.*Expires=Thu, 01 Jan 1970/);
  });
});
