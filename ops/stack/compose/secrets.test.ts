import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';

const script = join(import.meta.dirname, 'secrets.ts');

function filesIn(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    names.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [path.slice(folder.length + 1), readFileSync(path, 'utf8')];
    }),
  );
}

test('each database user has the password that its process gets; a second start changes nothing', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'secrets-'));
  t.after(() => rmSync(folder, { recursive: true }));

  const printed = execFileSync(process.execPath, [script, folder], { encoding: 'utf8' });
  const generated = filesIn(folder);
  const statements = generated['mariadb/databases.sql'] ?? '';
  const passwords = ['users', 'products', 'orders'].map((name) => {
    const { username, password, hostname, pathname } = new URL(
      generated[`${name}/database.env`]?.trim().replace('DATABASE_URL=', '') ?? '',
    );
    assert.deepEqual([username, hostname, pathname], [name, 'mariadb', `/${name}`]);
    assert.ok(statements.includes(`CREATE OR REPLACE USER ${name} IDENTIFIED BY '${password}';`));
    return password;
  });
  const monitor = generated['otel-collector/mariadb-password'] ?? '';
  assert.ok(generated['mariadb/monitor.sql']?.includes(`CREATE OR REPLACE USER monitor IDENTIFIED BY '${monitor}'`));
  passwords.push(
    monitor,
    generated['mariadb/root-password']?.trim() ?? '',
    generated['grafana/admin-password']?.trim() ?? '',
    generated['alert-inbox/token.env']?.trim().replace('ALERT_INBOX_TOKEN=', '') ?? '',
  );
  const [, secret = ''] = generated['frontend/frontend.env']?.trim().split('=') ?? [];
  assert.equal(generated['users/frontend.env'], generated['frontend/frontend.env']);
  passwords.push(secret);
  assert.equal(new Set(passwords).size, 8);
  for (const password of passwords) {
    assert.match(password, /^[\w-]{24}$/);
    assert.ok(!printed.includes(password));
  }

  execFileSync(process.execPath, [script, folder]);
  assert.deepEqual(filesIn(folder), generated);
});

test('volumes without the user of the collector get it, and keep the other passwords', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'secrets-'));
  t.after(() => rmSync(folder, { recursive: true }));

  execFileSync(process.execPath, [script, folder]);
  const before = filesIn(folder);
  const names = ['mariadb/monitor.sql', 'otel-collector/mariadb-password'];
  for (const name of names) rmSync(join(folder, name));
  execFileSync(process.execPath, [script, folder]);
  const after = filesIn(folder);
  for (const [name, content] of Object.entries(before)) {
    if (names.includes(name)) assert.notEqual(after[name], content);
    else assert.equal(after[name], content);
  }
});

test('the user of the collector gets the rights of this version, and keeps its password', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'secrets-'));
  t.after(() => rmSync(folder, { recursive: true }));

  execFileSync(process.execPath, [script, folder]);
  const generated = filesIn(folder);
  const file = join(folder, 'mariadb', 'monitor.sql');
  rmSync(file);
  writeFileSync(file, 'GRANT PROCESS ON *.* TO monitor;', { mode: 0o444 });
  execFileSync(process.execPath, [script, folder]);
  assert.deepEqual(filesIn(folder), generated);
  assert.ok(!generated['mariadb/monitor.sql']?.includes('PROCESS'));
});
