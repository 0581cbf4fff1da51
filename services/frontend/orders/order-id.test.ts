import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import type { Request } from 'express';
import fc from 'fast-check';
import { Problem } from '#platform/http/problem.ts';
import { orderIdFromHeader, orderIdFromPath } from './order-id.ts';

const withKey = (key?: string) => ({ headers: key === undefined ? {} : { 'idempotency-key': key } }) as Request;
const withId = (id: string) => ({ params: { id } }) as unknown as Request;
const visible = fc.string({ unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)) });

const status = (expected: number) => (error: unknown) => error instanceof Problem && error.status === expected;

describe('the order id', () => {
  it('depends on both the user and the key', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.uuid(), visible, visible, (user, other, key, another) => {
        fc.pre(user !== other && key !== another && key !== '' && another !== '');
        const id = orderIdFromHeader(user, withKey(key));
        assert.equal(orderIdFromHeader(user, withKey(key)), id);
        assert.notEqual(orderIdFromHeader(other, withKey(key)), id);
        assert.notEqual(orderIdFromHeader(user, withKey(another)), id);
        assert.equal(orderIdFromPath(withId(id)), id);
      }),
    );
  });

  it('requires a key of 1 to 255 visible ASCII characters; the error names the header', () => {
    const user = randomUUID();
    for (const key of [undefined, '', ' ', 'a b', 'é', 'a\0', 'a'.repeat(256)]) {
      assert.throws(
        () => orderIdFromHeader(user, withKey(key)),
        (error) => status(400)(error) && (error as Problem).options.errors?.[0]?.path === 'idempotency-key',
        JSON.stringify(key),
      );
    }
    orderIdFromHeader(user, withKey('a'.repeat(255)));
  });

  it('may be in upper case in a path; anything else is a 404', () => {
    const id = randomUUID();
    assert.equal(orderIdFromPath(withId(id.toUpperCase())), id);
    for (const none of ['', '1', '\0', `${id}0`, '../..'])
      assert.throws(() => orderIdFromPath(withId(none)), status(404));
  });
});
