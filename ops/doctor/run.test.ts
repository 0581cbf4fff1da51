import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Check, Fault, NotHere } from './check.ts';
import { isSound, linesOf, summaryOf } from './report.ts';
import { type Result, runChecks } from './run.ts';
import { stackOf } from './stack.ts';

const stack = stackOf('local', 0);

function check(name: string, run: () => string, needs: string[] = []): Check {
  return { name, needs, expected: `${name} works`, look: () => `the log of ${name}`, run: async () => run() };
}
function fail(fault: Error): () => string {
  return () => {
    throw fault;
  };
}

async function run(checks: Check[], skip: string[] = []) {
  const told: Result[] = [];
  const results = await runChecks(checks, stack, { skip, tell: (result) => told.push(result) });
  assert.deepEqual(told, results);
  return results.map(({ seconds: _, ...result }) => result);
}

describe('the checks', () => {
  it('go on after a failure, which tells what was expected and where to look', async () => {
    const results = await run([check('one', fail(new Error('it is away'))), check('two', () => '7 ms')]);
    assert.deepEqual(results, [
      { name: 'one', state: 'failed', found: 'it is away', expected: 'one works', look: 'the log of one' },
      { name: 'two', state: 'passed', found: '7 ms' },
    ]);
  });

  it('say elsewhere to look where the fault knows better', async () => {
    const [result] = await run([check('one', fail(new Fault('it is away', 'the moon')))]);
    assert.equal(result?.look, 'the moon');
  });

  it('are not run without what they need, nor without what that needs', async () => {
    const results = await run([
      check('one', fail(new Error('it is away'))),
      check('two', () => 'not reached', ['one']),
      check('three', () => 'not reached', ['two']),
    ]);
    assert.deepEqual(
      results.slice(1).map(({ state, found }) => [state, found]),
      [
        ['blocked', 'needs what failed before: one'],
        ['blocked', 'needs what failed before: two'],
      ],
    );
  });

  it('are left out when asked, or when the stack has no such part', async () => {
    const results = await run(
      [
        check('one', fail(new NotHere('not part of it'))),
        check('two', () => 'not reached'),
        check('three', () => 'not reached', ['two']),
      ],
      ['two'],
    );
    assert.deepEqual(
      results.map(({ state, found }) => [state, found]),
      [
        ['left out', 'not part of it'],
        ['left out', 'as was asked'],
        ['left out', 'needs two'],
      ],
    );
  });
});

describe('the report', () => {
  const passed: Result = { name: 'one', state: 'passed', found: '7 ms', seconds: 1 };
  const failed: Result = {
    name: 'two',
    state: 'failed',
    found: 'away',
    expected: 'there',
    look: 'here',
    seconds: 0.25,
  };
  const blocked: Result = { name: 'three', state: 'blocked', found: 'needs two', seconds: 0 };
  const leftOut: Result = { name: 'four', state: 'left out', found: 'no such part', seconds: 0 };

  it('is a line for a check, and says of a failed one what was expected and where to look', () => {
    assert.deepEqual(linesOf(passed, false), ['✓ one              7 ms']);
    assert.deepEqual(linesOf(failed, false), [
      '✗ two              away',
      '                   expected: there',
      '                   look at:  here',
    ]);
    assert.deepEqual(linesOf(blocked, false), ['- three            not checked: needs two']);
    assert.equal(linesOf(passed, true)[0], '\u001b[32m✓\u001b[39m one              7 ms');
  });

  it('counts what became of the checks', () => {
    assert.equal(summaryOf([passed, leftOut]), '1 passed, 0 failed, 1 left out in 1.0 s');
    assert.equal(summaryOf([passed, failed, blocked]), '1 passed, 1 failed, 1 could not be checked in 1.3 s');
  });

  it('finds a stack sound whose every check passed or was left out', () => {
    assert.ok(isSound([passed, leftOut]));
    assert.ok(!isSound([passed, failed]));
    assert.ok(!isSound([passed, blocked]));
  });
});
