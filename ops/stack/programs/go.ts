import { rename } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { z } from 'zod';
import type { PreparationContext } from './context.ts';
import { buildOnce, isCached } from './programs.ts';
import { run, which } from './run.ts';

/** Needs no C compiler, and ignores a Git repository or Go workspace around the sources. */
export const goEnv = { CGO_ENABLED: '0', GOWORK: 'off', GOFLAGS: '-buildvcs=false' };

/** Returns a line if this machine cannot build a program that is not built yet. */
export async function missingGo(name: string): Promise<string | undefined> {
  if (isCached(name) || (await which('go'))) return undefined;
  return 'Go, which builds it, is not installed: see https://go.dev/doc/install';
}

// One build uses all cores, so builds run one after the other.
let latest: Promise<void> | undefined;

/** Builds a program unless it is built already. `make` writes it to `target`. */
export function build(
  name: string,
  context: PreparationContext,
  make: (scratch: string, target: string) => Promise<void>,
): Promise<void> {
  if (isCached(name)) return Promise.resolve();
  if (latest) context.progress('waiting for another build');
  latest = (latest ?? Promise.resolve()).catch(() => undefined).then(() => buildOnce(name, context, make));
  return latest;
}

/** Builds a program whose module `go install` can build as it is. */
export const installModule = (name: string, module: string, context: PreparationContext): Promise<void> =>
  build(name, context, async (scratch, target) => {
    await goInstall(['-v', '-trimpath', module], scratch, context);
    // Go names the program after its folder.
    await rename(join(scratch, posix.basename(module.split('@')[0] ?? '')), target);
  });

/** Installs a program into a folder. */
export async function goInstall(args: readonly string[], folder: string, context: PreparationContext): Promise<void> {
  context.progress('downloading');
  const command = { file: 'go', args: ['install', ...args], env: { ...goEnv, GOBIN: folder } };
  await run(command, context, { cwd: folder, ...inBackground(context) });
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

/** Compiles a package in a folder to the file `target`. */
export async function compile(
  folder: string,
  pack: string,
  target: string,
  context: PreparationContext,
  flags: string,
): Promise<void> {
  const args = ['build', '-v', '-trimpath', `-ldflags=-s -w ${flags}`, '-o', target, pack];
  await run({ file: 'go', args, env: goEnv }, context, { cwd: folder, ...inBackground(context) });
}

/** Returns the options of a build with low priority. Go prints a line for each package that it has compiled. */
function inBackground(context: PreparationContext) {
  let packages = 0;
  context.progress('compiling');
  const onLine = () => {
    packages += 1;
    context.progress(`compiling, ${packages} packages done`);
  };
  return { background: true, onLine };
}
