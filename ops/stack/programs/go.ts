import { copyFile, rename } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { z } from 'zod';
import type { CommandLine, PreparationContext } from './context.ts';
import { installedProgram } from './installed.ts';
import { buildOnce, isCached } from './programs.ts';
import { countPackages } from './progress.ts';
import { run, which } from './run.ts';

/** Needs no C compiler, and ignores a Git repository or Go workspace around the sources. */
export const goEnv = { CGO_ENABLED: '0', GOWORK: 'off', GOFLAGS: '-buildvcs=false' };

/** Returns a line if a program is neither built nor installed, and this machine cannot build it. */
export async function missingGo(name: string): Promise<string | undefined> {
  if (isCached(name) || (await installedProgram(name)) || (await which('go'))) return undefined;
  return 'Go, which builds it, is not installed: see https://go.dev/doc/install';
}

// One build uses all cores, so builds run one after the other.
let latest: Promise<void> | undefined;

/** Builds a program, or copies it if it is installed, unless that is done already. `make` writes it to `target`. */
export async function build(
  name: string,
  context: PreparationContext,
  make: (scratch: string, target: string) => Promise<void>,
): Promise<void> {
  if (isCached(name)) return;
  const installed = await installedProgram(name);
  if (installed !== undefined) {
    context.progress(`copying ${installed}`);
    await buildOnce(name, context, (_scratch, target) => copyFile(installed, target));
    return;
  }
  if (latest) context.progress('waiting for another build');
  latest = (latest ?? Promise.resolve()).catch(() => undefined).then(() => buildOnce(name, context, make));
  await latest;
}

/** Builds a program whose module `go install` can build as it is. */
export const installModule = (name: string, module: string, context: PreparationContext): Promise<void> =>
  build(name, context, async (scratch, target) => {
    await goInstall(name, module, scratch, context);
    // Go names the program after its folder.
    await rename(join(scratch, posix.basename(module.split('@')[0] ?? '')), target);
  });

/** Compiles the program of a module into a folder. */
export async function goInstall(
  name: string,
  module: string,
  folder: string,
  context: PreparationContext,
): Promise<void> {
  context.progress('downloading');
  const args = ['install', '-v', '-trimpath', module];
  await runCompiler(name, { file: 'go', args, env: { ...goEnv, GOBIN: folder } }, folder, context);
}

/** Downloads a module and returns its folder. */
export async function download(module: string, context: PreparationContext): Promise<string> {
  context.progress('downloading');
  const answer = await run({ file: 'go', args: ['mod', 'download', '-json', module], env: goEnv }, context, {
    cwd: '/',
  });
  return z.object({ Dir: z.string() }).parse(JSON.parse(answer)).Dir;
}

export const go = (args: readonly string[], cwd: string, context: PreparationContext): Promise<string> =>
  run({ file: 'go', args, env: goEnv }, context, { cwd });

/** Compiles a package in a folder to the file `target`, the program of this name. */
export async function compile(
  name: string,
  folder: string,
  pack: string,
  target: string,
  context: PreparationContext,
  flags: string,
): Promise<void> {
  const args = ['build', '-v', '-trimpath', `-ldflags=-s -w ${flags}`, '-o', target, pack];
  await runCompiler(name, { file: 'go', args, env: goEnv }, folder, context);
}

/** Runs Go with low priority. */
async function runCompiler(
  name: string,
  command: CommandLine,
  cwd: string,
  context: PreparationContext,
): Promise<void> {
  const { onLine, finish } = countPackages(name, context);
  await run(command, context, { cwd, background: true, onLine });
  finish();
}
