import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { z } from 'zod';
import { firstVersion } from './versions.ts';

const part = { name: z.string() };
const versions = firstVersion((object) => object({ parts: z.array(object(part)) }))
  .next(
    (object) => object({ parts: z.array(object({ ...part, size: z.int() })) }),
    ({ parts }) => ({ parts: parts.map(({ name }) => ({ name, size: 0 })) }),
  )
  .next(
    (object) => object({ parts: z.array(object({ ...part, size: z.int() })), color: z.string() }),
    (older) => ({ ...older, color: 'none' }),
  );
const newest = { parts: [{ name: 'a', size: 3 }], color: 'red' };

describe('an event with three versions', () => {
  it('is read in the newest version, whichever version it was written in', () => {
    assert.deepEqual(versions.read({ parts: [{ name: 'a' }] }, 1).data, {
      parts: [{ name: 'a', size: 0 }],
      color: 'none',
    });
    assert.deepEqual(versions.read({ parts: [{ name: 'a', size: 3 }] }, 2).data, { ...newest, color: 'none' });
    assert.deepEqual(versions.read(newest, 3).data, newest);
  });

  it('is read without the fields that its version does not know, at every level', () => {
    assert.deepEqual(versions.read({ parts: [{ name: 'a', size: 9 }], color: 1, more: {} }, 1).data, {
      parts: [{ name: 'a', size: 0 }],
      color: 'none',
    });
  });

  it('is not read if a field of its version is missing', () => {
    assert.equal(versions.read({ parts: [{ name: 'a' }], color: 'red' }, 3).success, false);
    assert.throws(() => versions.read(newest, 4), { message: 'there is no version 4' });
  });

  it('is written in each version without the fields of later ones', () => {
    assert.deepEqual(versions.write(newest, 1), { parts: [{ name: 'a' }] });
    assert.deepEqual(versions.write(newest, 2), { parts: [{ name: 'a', size: 3 }] });
    assert.deepEqual(versions.write(newest, 3), newest);
  });

  it('is not written with an unknown or a missing field, at any level', () => {
    versions.check(newest);
    const wrong = [
      { ...newest, more: 1 },
      { ...newest, parts: [{ name: 'a', size: 3, more: 1 }] },
      { parts: newest.parts },
    ];
    for (const data of wrong) assert.throws(() => versions.check(data as typeof newest), z.ZodError);
  });
});
