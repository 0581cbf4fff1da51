import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { versions } from './programs.ts';

/** Creates folders with programs that print a version, and returns a function that installs Loki with them. */
function setUp(t: TestContext) {
  const root = mkdtempSync(join(tmpdir(), 'installed-'));
  t.after(() => rmSync(root, { recursive: true }));
  const folder = (name: string) => {
    const path = join(root, name);
    mkdirSync(path, { recursive: true });
    return path;
  };
  return {
    put(where: string, version: string): void {
      const file = join(folder(where), 'loki');
      writeFileSync(file, `#!/bin/sh\necho "loki, version ${version} (branch: HEAD) # from ${where}"\n`);
      chmodSync(file, 0o755);
    },
    /** Builds Loki with a Go that only fails. Returns the text of the program in the cache; undefined if there is none. */
    install(): string | undefined {
      const go = join(folder('path'), 'go');
      writeFileSync(go, '#!/bin/sh\nexit 1\n');
      chmodSync(go, 0o755);
      const script = `
        const { buildLoki } = await import('./ops/stack/programs/build-loki.ts');
        const context = { progress: () => undefined, log: '${root}/log', signal: new AbortController().signal };
        await buildLoki(context).catch(() => undefined);`;
      execFileSync(process.execPath, ['--input-type=module', '-e', script], {
        env: {
          ...process.env,
          PATH: [folder('path'), process.env['PATH']].join(delimiter),
          ORDERFLOW_PROGRAMS: folder('programs'),
          XDG_CACHE_HOME: folder('cache'),
        },
      });
      const cache = join(root, 'cache', 'orderflow');
      const [set = ''] = existsSync(cache) ? readdirSync(cache) : [];
      const file = join(cache, set, 'loki');
      return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
    },
  };
}

const other = (part: number) =>
  versions.loki
    .split('.')
    .map((number, n) => (n === part ? Number(number) + 1 : number))
    .join('.');

test('a program on the PATH with a version that fits is not built', (t) => {
  const { put, install } = setUp(t);
  put('path', other(2));
  assert.match(install() ?? '', /from path/);
});

test('a program in the folder ORDERFLOW_PROGRAMS comes first', (t) => {
  const { put, install } = setUp(t);
  put('path', versions.loki);
  put('programs', versions.loki);
  assert.match(install() ?? '', /from programs/);
});

test('a program with another version is not used', (t) => {
  const { put, install } = setUp(t);
  put('path', other(1));
  put('programs', other(0));
  assert.equal(install(), undefined);
});
