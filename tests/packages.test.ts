// The npm packages: they install without warnings, with and without those for development.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import semver from 'semver';
import { repository } from '../ops/stack/paths.ts';
import manifest from '../package.json' with { type: 'json' };
import lock from '../package-lock.json' with { type: 'json' };

interface LockedPackage {
  readonly engines?: { readonly node?: string };
  readonly dev?: boolean;
}

const locked = Object.entries(lock.packages as Readonly<Record<string, LockedPackage>>);

describe('npm packages', () => {
  it('need no newer Node than the oldest that README.md names', () => {
    const oldest = semver.minVersion(manifest.engines.node);
    assert.ok(oldest);
    const readme = readFileSync(join(repository, 'README.md'), 'utf8');
    assert.ok(readme.includes(`Node ${oldest.major}.${oldest.minor} or newer`), `README.md names Node ${oldest}`);
    const supported = [oldest.version, '24.10.0', '26.0.0'];
    const refusing = locked.flatMap(([path, { engines }]) =>
      supported
        .filter((version) => !semver.satisfies(version, engines?.node ?? '*'))
        .map((version) => `${path} needs Node ${engines?.node}, not ${version}`),
    );
    assert.deepEqual(refusing, []);
  });

  it('install without warnings', (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'packages-'));
    t.after(() => rmSync(folder, { recursive: true }));
    for (const file of ['package.json', 'package-lock.json']) cpSync(join(repository, file), join(folder, file));
    const args = ['ci', '--dry-run', '--ignore-scripts', '--offline', '--no-audit', '--no-fund'];
    const { status, stdout, stderr } = spawnSync('npm', args, { cwd: folder, encoding: 'utf8' });
    assert.equal(status, 0, stderr);
    assert.match(stdout, /added \d+ packages/);
    assert.equal(stderr, '');
  });

  it('are patched without those for development, too', () => {
    const needed = new Set(locked.filter(([, { dev }]) => !dev).map(([path]) => path));
    assert.equal(manifest.scripts.postinstall, 'patch-package');
    assert.ok(needed.has('node_modules/patch-package'), 'postinstall runs it');
    for (const file of readdirSync(join(repository, 'patches'))) {
      const name = /^(.*)\+[\d.]+(\.dev)?\.patch$/.exec(file);
      assert.ok(name, file);
      const path = `node_modules/${name[1]?.replace('+', '/')}`;
      assert.equal(needed.has(path), name[2] === undefined, `${file}: only a package for development has a .dev.patch`);
    }
  });

  it('have the license of the file LICENSE', () => {
    assert.equal(manifest.license, 'Apache-2.0');
    assert.match(readFileSync(join(repository, 'LICENSE'), 'utf8'), /Apache License\n +Version 2\.0, January 2004/);
  });

  it('have the version of the newest entry in CHANGELOG.md', () => {
    const [, newest] = /^## (\d\S*)/m.exec(readFileSync(join(repository, 'CHANGELOG.md'), 'utf8')) ?? [];
    assert.equal(newest, manifest.version);
    assert.equal(lock.version, manifest.version);
  });
});
