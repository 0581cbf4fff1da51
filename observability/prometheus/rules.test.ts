import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { environment } from '../../tests/environment.ts';

const here = import.meta.dirname;

function promtool(...args: string[]): void {
  const { status, stdout, stderr } = spawnSync(environment.promtool, args, { cwd: here, encoding: 'utf8' });
  assert.equal(status, 0, stdout + stderr);
}

test('the rules are well-formed', () => {
  const files = readdirSync(join(here, 'rules')).map((file) => join('rules', file));
  promtool('check', 'rules', '--lint=all', '--lint-fatal', ...files);
});

test('the configuration is well-formed', () => {
  promtool('check', 'config', '--lint=all', '--lint-fatal', 'prometheus.yml');
});

test('the rules count what they should', () => {
  promtool('test', 'rules', 'rules.test.yml');
});
