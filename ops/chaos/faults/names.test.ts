import assert from 'node:assert/strict';
import { test } from 'node:test';
import { faultKinds } from './kinds.ts';
import { kindNames } from './names.ts';

test('--faults knows the name of every kind of fault', () => {
  const stack = { supervisor: () => ({}) };
  const system = { stack, processes: [], brokers: [], workers: {}, disks: { mariadb: 'a folder' }, versions: {} };
  const subject = { system, topics: {}, load: {}, journal: {} } as unknown as Parameters<typeof faultKinds>[0];
  assert.deepEqual(
    faultKinds(subject).map(({ kind }) => kind),
    [...kindNames],
  );
});
