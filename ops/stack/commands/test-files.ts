import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { glob } from 'node:fs/promises';
import { repository } from '../paths.ts';
import { withUsualFiles } from '../private-files.ts';

/** Returns the test files that match any of these globs; all of them if there is no glob. */
export async function findTestFiles(patterns: readonly string[]): Promise<string[]> {
  const chosen = patterns.length > 0 ? [...patterns] : '**/*.test.ts';
  const files = await Array.fromAsync(glob(chosen, { cwd: repository, exclude: ['node_modules', '.local'] }));
  return files.toSorted();
}

/** Returns Node's error message about these options, or undefined if Node accepts them. */
export function optionProblem(options: readonly string[]): string | undefined {
  const { status, stderr } = spawnSync(process.execPath, [...options, '--version'], { encoding: 'utf8' });
  return status === 0 ? undefined : stderr.trim().replace(/^.*?: /, '');
}

/**
 * Runs the tests with `node --test` and returns the exit code. Tests beside the code run two files at a time; those in
 * tests/ break the stack that they share, so they run one after the other.
 */
export async function runTests(
  files: readonly string[],
  options: readonly string[],
  env: Record<string, string>,
  signal: AbortSignal,
): Promise<number> {
  const { shared = [], own = [] } = Object.groupBy(files, (file) => (file.startsWith('tests/') ? 'shared' : 'own'));
  let exitCode = 0;
  for (const [concurrency, list] of [
    [2, own],
    [1, shared],
  ] as const) {
    if (list.length === 0 || signal.aborted) continue;
    const args = [
      '--test',
      '--test-reporter=spec',
      '--test-timeout=600000',
      // A failed test may leave a consumer or a server behind, with which its file would never end.
      '--test-force-exit',
      `--test-concurrency=${concurrency}`,
      ...options,
      ...list,
    ];
    // Tests may install programs.
    const child = withUsualFiles(() =>
      spawn(process.execPath, args, { cwd: repository, env: { ...process.env, ...env }, stdio: 'inherit' }),
    );
    signal.addEventListener('abort', () => child.kill());
    const [code] = await once(child, 'exit');
    if (code !== 0) exitCode = 1;
  }
  return signal.aborted ? 1 : exitCode;
}
