import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';

/** The command, on a stack of its own: how it ends and what it prints. */
function chaos(...args: string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['ops/chaos/chaos.ts', ...args], { encoding: 'utf8' });
  return { status, output: `${stdout}${stderr}` };
}

describe('under faults', () => {
  it('every promise is kept', () => {
    const { status, output } = chaos('--seed', '6', '--minutes', '0.5');
    assert.equal(status, 0, output);
    assert.match(output, /^no violations$/m);
  });

  it('a mistake in the code is found', () => {
    const { status, output } = chaos(
      '--seed',
      '1',
      '--minutes',
      '0.2',
      '--rate',
      '50',
      '--faults',
      'poison',
      '--bug',
      'lost-update',
    );
    assert.equal(status, 0, output);
    assert.match(output, /^VIOLATED \d+ times: initial \+ ledger = available >= 0$/m);
  });
});
