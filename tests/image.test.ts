// The files of the container image: those that .dockerignore does not exclude.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import ignore from '@balena/dockerignore';
import { build } from 'esbuild';
import { parse } from 'yaml';
import { repository } from '../ops/stack/paths.ts';

const read = (file: string): string => readFileSync(join(repository, file), 'utf8');

/** Returns the files that git tracks or would add, minus those that .dockerignore excludes. */
function imageFiles(): string[] {
  const options = ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate'];
  const tracked = execFileSync('git', options, { cwd: repository, encoding: 'utf8' }).trim().split('\n');
  return ignore.default().add(read('.dockerignore')).filter(tracked);
}

/** Returns the scripts that docker-compose.yml runs in containers of the image. */
function composeScripts(): string[] {
  const { services } = parse(read('docker-compose.yml'), { merge: true }) as {
    services: Record<string, { image?: string; command?: string[]; entrypoint?: string[] }>;
  };
  const ours = Object.values(services).filter(({ image }) => image === 'orderflow');
  const words = ours.flatMap(({ command = [], entrypoint = [] }) => [...entrypoint, ...command]);
  return [...new Set(words.filter((word) => word.endsWith('.ts')).map((word) => word.replace(/^\.\//, '')))];
}

/** The commands that people run in a container, as the README and the runbooks show. */
const commands = [
  'ops/account/account.ts',
  'ops/dlq/dlq.ts',
  'ops/fault/fault.ts',
  'ops/doctor/doctor.ts',
  'ops/drills/poison.ts',
  'ops/stack/kafka/add-consumer.ts',
  'ops/stack/kafka/lock-user.ts',
];

/** The scripts that processes bundle for browsers when they start. */
const browserScripts = [
  ...['shop.ts', 'operations.ts', 'docs.ts'].map((file) => `services/frontend/browser/${file}`),
  'services/alert-inbox/browser/inbox.ts',
];

/** Returns the entry points and every file of the repository that they import, directly or not. */
async function importedFiles(entryPoints: readonly string[]): Promise<string[]> {
  const { metafile } = await build({
    entryPoints: [...entryPoints],
    absWorkingDir: repository,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    outdir: 'not-written',
    write: false,
    metafile: true,
    // As Node does: an import is followed even if it only imports types, unless it is an `import type`.
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
  });
  return Object.keys(metafile.inputs);
}

describe('the container image', () => {
  const files = imageFiles();

  it('contains every file that its processes and commands import', async () => {
    const scripts = composeScripts();
    for (const script of ['platform/process/preload.ts', 'services/orders/worker.ts', 'ops/doctor/doctor.ts']) {
      assert.ok(scripts.includes(script), `docker-compose.yml runs ${script}`);
    }
    const imported = await importedFiles([...scripts, ...commands, ...browserScripts]);
    assert.ok(imported.length > 150, `${imported.length} files are imported`);
    assert.deepEqual(
      imported.filter((file) => !files.includes(file)),
      [],
      'every imported file is in the image',
    );
  });

  it('contains no tests, fixtures, load tests, runbooks or deployment files', () => {
    const unwanted = /\.(test|testkit)\.ts$|\/fixtures\/|^(tests|loadtest|runbooks|deploy|docs|\.ci|\.github)\//;
    assert.deepEqual(
      files.filter((file) => unwanted.test(file)),
      [],
    );
  });

  it('contains of ops/ only the commands for containers and what they import', async () => {
    const folders = ['ops/account/', 'ops/dlq/', 'ops/fault/', 'ops/doctor/', 'ops/stack/compose/'];
    const imported = await importedFiles([...composeScripts(), ...commands]);
    assert.deepEqual(
      files.filter((file) => file.startsWith('ops/') && !folders.some((folder) => file.startsWith(folder))).toSorted(),
      imported.filter((file) => /^ops\//.test(file) && !folders.some((folder) => file.startsWith(folder))).toSorted(),
    );
  });
});
