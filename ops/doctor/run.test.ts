import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Check, CheckFailed, NotApplicable } from './check.ts';
import { isSound, linesOf, summaryOf } from './report.ts';
import { type Result, runChecks } from './run.ts';
import { stackOf } from './stack.ts';

const stack = stackOf('local', 0);

function check(name: string, run: () => string, needs: string[] = []): Check {
  return { name, needs, expected: `${name} works`, look: () => `the log of ${name}`, run: async () => run() };
}
function fail(error: Error): () => string {
  return () => {
    throw error;
  };
}

async function run(checks: Check[], skip: string[] = []) {
  const reported: Result[] = [];
  const results = await runChecks(checks, stack, { skip, report: (result) => reported.push(result) });
  assert.deepEqual(reported, results);
  return results.map(({ seconds: _, ...result }) => result);
}

describe('checks', () => {
  it('continue after a failure, whose result says what was expected and where to look', async () => {
    const results = await run([check('one', fail(new Error('connection refused'))), check('two', () => '7 ms')]);
    assert.deepEqual(results, [
      { name: 'one', state: 'failed', found: 'connection refused', expected: 'one works', look: 'the log of one' },
      { name: 'two', state: 'passed', found: '7 ms' },
    ]);
  });

  it('name another place to look if the failure knows a better one', async () => {
    const [result] = await run([check('one', fail(new CheckFailed('connection refused', 'the log of two')))]);
    assert.equal(result?.look, 'the log of two');
  });

  it('do not run if a check that they need, directly or indirectly, did not pass', async () => {
    const results = await run([
      check('one', fail(new Error('connection refused'))),
      check('two', () => 'not reached', ['one']),
      check('three', () => 'not reached', ['two']),
    ]);
    assert.deepEqual(
      results.slice(1).map(({ state, found }) => [state, found]),
      [
        ['blocked', 'needs failed checks: one'],
        ['blocked', 'needs failed checks: two'],
      ],
    );
  });

  it('do not run while a back end that they ask is being built', async () => {
    const reason = 'is being built: compiling, 827 of about 1,200 packages';
    const building = {
      ...stack,
      backEndStates: () => ({ absent: new Map([['prometheus', reason]]), readyAt: undefined }),
    };
    const checks = [
      { ...check('one', () => 'not reached'), asks: ['jaeger', 'prometheus'] as const },
      { ...check('two', () => '7 ms'), asks: ['jaeger'] as const },
    ];
    const results = await runChecks(checks, building, { skip: [], report: () => undefined });
    assert.deepEqual(
      results.map(({ state, found }) => [state, found]),
      [
        ['blocked', `prometheus ${reason}`],
        ['passed', '7 ms'],
      ],
    );
    assert.equal(isSound(results), false);
  });

  it('are skipped on request, or when the stack has no such part', async () => {
    const results = await run(
      [
        check('one', fail(new NotApplicable('not part of it'))),
        check('two', () => 'not reached'),
        check('three', () => 'not reached', ['two']),
      ],
      ['two'],
    );
    assert.deepEqual(
      results.map(({ state, found }) => [state, found]),
      [
        ['skipped', 'not part of it'],
        ['skipped', 'by --skip'],
        ['skipped', 'needs two'],
      ],
    );
  });
});

describe('a report', () => {
  const passed: Result = { name: 'one', state: 'passed', found: '7 ms', seconds: 1 };
  const failed: Result = {
    name: 'two',
    state: 'failed',
    found: 'refused',
    expected: 'accepted',
    look: 'here',
    seconds: 0.25,
  };
  const blocked: Result = { name: 'three', state: 'blocked', found: 'needs two', seconds: 0 };
  const skipped: Result = { name: 'four', state: 'skipped', found: 'no such part', seconds: 0 };

  it('has a line for each check, and for a failed one also what was expected and where to look', () => {
    assert.deepEqual(linesOf(passed, false), ['✓ one              7 ms']);
    assert.deepEqual(linesOf(failed, false), [
      '✗ two              refused',
      '                   expected: accepted',
      '                   look at:  here',
    ]);
    assert.deepEqual(linesOf(blocked, false), ['- three            not checked: needs two']);
    assert.equal(linesOf(passed, true)[0], '\u001b[32m✓\u001b[39m one              7 ms');
  });

  it('counts the outcomes of the checks', () => {
    assert.equal(summaryOf([passed, skipped]), '1 passed, 0 failed, 1 skipped in 1.0 s');
    assert.equal(summaryOf([passed, failed, blocked]), '1 passed, 1 failed, 1 could not be checked in 1.3 s');
  });

  it('is sound if every check passed or was skipped', () => {
    assert.ok(isSound([passed, skipped]));
    assert.ok(!isSound([passed, failed]));
    assert.ok(!isSound([passed, blocked]));
  });
});
