import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import type { Request } from 'express';
import fc from 'fast-check';
import { Problem } from '#platform/http/problem.ts';
import { orderIdIn, orderIdOf } from './order-id.ts';

const withKey = (key?: string) => ({ headers: key === undefined ? {} : { 'idempotency-key': key } }) as Request;
const withId = (id: string) => ({ params: { id } }) as unknown as Request;
const visible = fc.string({ unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)) });

const status = (expected: number) => (error: unknown) => error instanceof Problem && error.status === expected;

describe('the order id', () => {
  it('is the same for the same user and key, and for no others', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.uuid(), visible, visible, (user, other, key, another) => {
        fc.pre(user !== other && key !== another && key !== '' && another !== '');
        const id = orderIdOf(user, withKey(key));
        assert.equal(orderIdOf(user, withKey(key)), id);
        assert.notEqual(orderIdOf(other, withKey(key)), id);
        assert.notEqual(orderIdOf(user, withKey(another)), id);
        assert.equal(orderIdIn(withId(id)), id);
      }),
    );
  });

  it('needs a key of 1 to 255 visible ASCII characters; the refusal names the header', () => {
    const user = randomUUID();
    for (const key of [undefined, '', ' ', 'a b', 'é', 'a\0', 'a'.repeat(256)]) {
      assert.throws(
        () => orderIdOf(user, withKey(key)),
        (error) => status(400)(error) && (error as Problem).options.errors?.[0]?.path === 'idempotency-key',
        JSON.stringify(key),
      );
    }
    orderIdOf(user, withKey('a'.repeat(255)));
  });

  it('in a path may be in capitals, and is a 404 where it is none', () => {
    const id = randomUUID();
    assert.equal(orderIdIn(withId(id.toUpperCase())), id);
    for (const none of ['', '1', '\0', `${id}0`, '../..']) assert.throws(() => orderIdIn(withId(none)), status(404));
  });
});
