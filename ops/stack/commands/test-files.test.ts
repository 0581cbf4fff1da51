import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findTestFiles, optionProblem } from './test-files.ts';

describe('the arguments of npm test', () => {
  it('choose test files by their paths and by globs', async () => {
    assert.deepEqual(await findTestFiles(['ops/cli/values.test.ts']), ['ops/cli/values.test.ts']);
    const some = await findTestFiles(['ops/cli/*.test.ts']);
    assert.ok(some.includes('ops/cli/command.test.ts') && some.length > 1);
    assert.deepEqual(await findTestFiles(['nothing.test.ts']), []);
  });

  it('choose all test files but those of packages by default', async () => {
    const all = await findTestFiles([]);
    assert.ok(all.includes('ops/cli/values.test.ts') && all.includes('tests/runbooks.test.ts'));
    assert.ok(!all.some((file) => file.includes('node_modules')));
  });

  it('may be options of node --test, and no others', () => {
    assert.equal(optionProblem(['--test-name-pattern=cancel', '--test-only']), undefined);
    assert.equal(optionProblem(['--test-concurency=1']), 'bad option: --test-concurency=1');
  });
});
