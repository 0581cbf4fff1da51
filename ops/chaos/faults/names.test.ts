import assert from 'node:assert/strict';
import { test } from 'node:test';
import { faultKinds } from './kinds.ts';
import { kindNames } from './names.ts';

test('--faults knows the name of every kind of fault', () => {
  const stack = { supervisor: () => ({}) };
  const rig = { stack, processes: [], brokers: [], members: {}, disks: { mariadb: 'a folder' } };
  const subject = { rig, topics: {}, client: {}, journal: {} } as unknown as Parameters<typeof faultKinds>[0];
  assert.deepEqual(
    faultKinds(subject).map(({ kind }) => kind),
    [...kindNames],
  );
});
