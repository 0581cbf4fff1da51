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
    assert.equal(evaluate(script), '3');
    assert.equal(evaluate(script, 'no-dedup'), '0');
  });

  it('commit-before-work commits the offsets and then handles the batch', () => {
    const script = `
      import { consumeBatch } from './events/worker/consume.ts';
      const steps = [];
      await consumeBatch({ group: 'test' }, 'orders', {
        batch: {
          topic: 'orders',
          partition: 2,
          lastOffset: () => '41',
          get messages() {
            steps.push('handle');
            return [];
          },
        },
        resolveOffset: (offset) => steps.push(\`resolve \${offset}\`),
        commitOffsetsIfNecessary: async ({ topics }) => steps.push(\`commit \${topics[0].partitions[0].offset}\`),
      });
      console.log(steps.join());`;
    assert.equal(evaluate(script), 'handle,resolve 41');
    assert.equal(evaluate(script, 'commit-before-work'), 'resolve 41,commit 42,handle,resolve 41');
  });
});

/** Runs a script in a process of its own, with a bug if one is named, and returns its output. */
function evaluate(script: string, bug?: string): string {
  const preload = bug === undefined ? [] : ['--import', './ops/chaos/bugs/preload.ts'];
  const output = execFileSync(process.execPath, [...preload, '--input-type=module', '--eval', script], {
    cwd: repository,
    env: { ...process.env, CHAOS_BUG: bug },
    encoding: 'utf8',
  });
  return output.trim();
}
