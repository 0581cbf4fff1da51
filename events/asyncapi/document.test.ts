import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, it } from 'node:test';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { deriveAccess } from '../access/derive.ts';
import { catalog } from '../catalog.ts';
import { publishedSchemas } from '../published-schemas.ts';
import { describeEvents } from './document.ts';

const official = createRequire(import.meta.url).resolve('@asyncapi/specs/schemas/3.1.0.json');
const document = describeEvents();

function validate(described: unknown): string[] {
  // The schema contains draft 7 itself.
  const ajv = new Ajv({ strict: false, allErrors: true, meta: false, validateSchema: false });
  addFormats.default(ajv);
  const valid = ajv.validate(JSON.parse(readFileSync(official, 'utf8')), JSON.parse(JSON.stringify(described)));
  return valid ? [] : (ajv.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

describe('asyncapi.json', () => {
  it('is valid by the official JSON Schema of AsyncAPI 3.1', () => {
    assert.deepEqual(validate(document), []);
    assert.notDeepEqual(validate({ ...document, asyncapi: '3.1' }), []);
    assert.notDeepEqual(validate({ ...document, operations: { one: { action: 'publish' } } }), []);
  });

  it('describes every event in every version', () => {
    const described = Object.values(document.channels).flatMap(({ messages }) => Object.keys(messages));
    for (const name of publishedSchemas.keys()) assert.ok(described.includes(name), name);
    for (const type of Object.keys(catalog))
      assert.ok(
        described.some((name) => name.startsWith(`${type}.v`)),
        type,
      );
  });

  it('refers only to what it contains', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path = '']) => path);
    assert.ok(references.length > 0);
    for (const path of references) {
      const found = path.split('/').reduce<unknown>((part, key) => (part as Record<string, unknown>)?.[key], document);
      assert.ok(found !== undefined, path);
    }
  });

  it('has an operation for each right to read or write a topic, and none without the right', () => {
    const operations = Object.values(document.operations).map(({ action, tags: [{ name }], channel }) =>
      [name, action === 'send' ? 'write' : 'read', channel.$ref.replace('#/channels/', '')].join(' '),
    );
    const rights = deriveAccess()
      .filter(({ resource, operation }) => resource === 'topic' && (operation === 'read' || operation === 'write'))
      .map(({ principal, operation, name }) => `${principal} ${operation} ${name}`);
    assert.deepEqual([...new Set(operations)].toSorted(), [...new Set(rights)].toSorted());
  });
});
