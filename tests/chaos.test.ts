import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';

/** Runs the command, which starts a separate stack. Returns its exit status and output. */
function chaos(...args: string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['ops/chaos/chaos.ts', ...args], { encoding: 'utf8' });
  return { status, output: `${stdout}${stderr}` };
}

describe('npm run chaos', () => {
  it('finds no violation of the promises under faults', () => {
    const { status, output } = chaos('--seed', '6', '--minutes', '0.5');
    assert.equal(status, 0, output);
    assert.match(output, /^no violations$/m);
  });

  it('finds a bug that is injected into the code', () => {
    const { status, output } = chaos(
      '--seed',
      '1',
      '--minutes',
      '0.2',
      '--rate',
      '50',
      '--faults',
      'early cancellation',
      '--bug',
      'lost-update',
    );
    assert.equal(status, 0, output);
    assert.match(output, /^VIOLATED \d+ times: initial \+ ledger = available >= 0$/m);
  });
});
