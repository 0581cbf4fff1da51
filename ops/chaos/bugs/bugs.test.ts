import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { repository } from '../../stack/paths.ts';
import { bugs } from './bugs.ts';

describe('a bug', () => {
  for (const [name, { file, make }] of Object.entries(bugs)) {
    it(`${name} can be made in the current code`, () => {
      const source = readFileSync(join(repository, file), 'utf8');
      assert.notEqual(stripTypeScriptTypes(make(source)), stripTypeScriptTypes(source));
    });
  }

  it('is made only in a process that is started with it', () => {
    const script = "import { findRecords } from './events/worker/record.ts'; console.log(findRecords.length);";
    const parametersOf = (...options: string[]) =>
      Number(
        execFileSync(process.execPath, [...options, '--input-type=module', '--eval', script], {
          cwd: repository,
          env: { ...process.env, CHAOS_BUG: 'no-dedup' },
          encoding: 'utf8',
        }),
      );
    assert.equal(parametersOf(), 3);
    assert.equal(parametersOf('--import', './ops/chaos/bugs/preload.ts'), 0);
  });
});
