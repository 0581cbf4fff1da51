import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { keepFilesPrivate, withUsualFiles } from './private-files.ts';

test('existing and new files are private, installed programs are not', async (t) => {
  process.umask(0o022);
  const folder = mkdtempSync(join(tmpdir(), 'private-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = (...name: string[]) => join(folder, ...name);
  const mode = (name: string) => statSync(name).mode & 0o777;
  chmodSync(folder, 0o755);
  mkdirSync(file('data', 'kafka'), { recursive: true });
  writeFileSync(file('data', 'kafka', 'old'), '');

  await keepFilesPrivate([folder, file('data')]);
  for (const name of [folder, file('data'), file('data', 'kafka')]) assert.equal(mode(name), 0o700, name);
  assert.equal(mode(file('data', 'kafka', 'old')), 0o600);
  execFileSync('touch', [file('new')]);
  assert.equal(mode(file('new')), 0o600);

  withUsualFiles(() => execFileSync('touch', [file('program')]));
  assert.equal(mode(file('program')), 0o644);
  writeFileSync(file('newer'), '');
  assert.equal(mode(file('newer')), 0o600);
});
