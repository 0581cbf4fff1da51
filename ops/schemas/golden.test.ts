import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { versionsOf } from '#events/catalog.ts';
import { causesOf, decodeGolden, readGolden } from './golden.ts';
import { eventSchemas } from './published.ts';

describe('a message of an earlier time', () => {
  for (const { name } of eventSchemas()) {
    it(`${name} is decoded, and causes what it always caused`, () => {
      const golden = readGolden(name);
      assert.ok(golden !== undefined, `no message of ${name} is kept: record one with npm run schemas -- record`);
      const event = decodeGolden(golden);
      assert.equal(golden.headers['ce_type'], name);
      versionsOf(event.type).check(event.data as never);
      const caused = causesOf(event, (group, index) => golden.causes[group]?.[index]?.version);
      assert.deepEqual(JSON.parse(JSON.stringify(caused)), golden.causes);
    });
  }
});
