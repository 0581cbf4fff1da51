import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { eventTypes, versionsOf } from '#events/catalog.ts';
import { incompatibilities, type Schema } from './compatibility.ts';
import { changedSinceCommitted, eventSchemas, folder } from './published.ts';

describe('the schema of an event version', () => {
  for (const { name, text, published } of eventSchemas()) {
    it(`${name} is published as the code says it`, () => {
      assert.notEqual(published, undefined, `${name} is not published: run npm run schemas and commit the file`);
      assert.equal(published, text, `${name} is published and must not change: add the next version to the catalog`);
    });
  }

  it('is the one that was committed first', () => {
    assert.deepEqual(
      changedSinceCommitted(folder),
      [],
      'published schemas must not change: restore the file, and add the next version to the catalog',
    );
  });

  for (const type of eventTypes) {
    const versions = versionsOf(type).numbers;
    const pairs = versions.flatMap((older) => versions.filter((newer) => newer > older).map((newer) => [older, newer]));
    for (const [older = 0, newer = 0] of pairs) {
      it(`${type}.v${newer} is compatible with version ${older}`, () => {
        const schemas = [older, newer].map((version) => versionsOf(type).jsonSchema(version) as Schema);
        const found = incompatibilities(schemas[0] ?? {}, schemas[1] ?? {});
        assert.deepEqual(found, [], 'a version may only add fields: keep the others, or add another event type');
      });
    }
  }
});

describe('the check of compatibility', () => {
  const item = { type: 'object', properties: { id: { type: 'string', maxLength: 5 } }, required: ['id'] };
  const older = {
    type: 'object',
    properties: { a: { type: 'string' }, list: { type: 'array', items: item } },
    required: ['a'],
  };
  const newer = (change: object) => incompatibilities(older, { ...older, ...change });

  it('accepts added fields at every level', () => {
    const extended = {
      ...item,
      properties: { ...item.properties, more: { type: 'integer' } },
      required: ['id', 'more'],
    };
    const properties = { ...older.properties, list: { type: 'array', items: extended }, b: { type: 'string' } };
    assert.deepEqual(newer({ properties, required: ['a', 'b'], description: 'more' }), []);
  });

  it('refuses every other change', () => {
    const { a, list } = older.properties;
    const shorter = { ...item, properties: { id: { type: 'string', maxLength: 4 } } };
    const changes: [change: object, found: string][] = [
      [{ properties: { a } }, 'data.list is removed'],
      [{ properties: { a: { type: 'integer' }, list } }, 'data.a allows other values'],
      [{ properties: { a: { type: 'string', enum: ['x'] }, list } }, 'data.a allows other values'],
      [{ properties: { a, list: { ...list, items: shorter } } }, 'data.list[].id allows other values'],
      [{ properties: { a, list: { ...list, minItems: 1 } } }, 'data.list allows other values'],
      [{ properties: { a, list: { type: 'array' } } }, 'data.list allows other values'],
      [{ required: [] }, 'data.a becomes optional'],
      [{ required: ['a', 'list'] }, 'data.list becomes required'],
    ];
    for (const [change, found] of changes) assert.deepEqual(newer(change), [found]);
  });
});

it('a schema that is not the one that was committed first is found, even if the change was committed', () => {
  const repository = mkdtempSync(join(tmpdir(), 'schemas-'));
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', repository, '-c', 'user.name=test', '-c', 'user.email=test@example.com', ...args]);
  const commit = (text: string) => {
    writeFileSync(join(repository, 'order.placed.v1.json'), text);
    git('add', '.');
    git('commit', '--quiet', '--message', text);
  };
  try {
    git('init', '--quiet');
    commit('first');
    writeFileSync(join(repository, 'order.placed.v2.json'), 'not committed yet');
    assert.deepEqual(changedSinceCommitted(repository), []);
    commit('second');
    assert.deepEqual(changedSinceCommitted(repository), ['order.placed.v1.json']);
    rmSync(join(repository, 'order.placed.v1.json'));
    assert.deepEqual(changedSinceCommitted(repository), ['order.placed.v1.json']);
  } finally {
    rmSync(repository, { recursive: true });
  }
});
