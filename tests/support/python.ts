import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { repository } from '../../ops/stack/paths.ts';
import { aptInstall, missingProgram } from '../../ops/stack/programs/apt.ts';
import { buildOnce, programPath } from '../../ops/stack/programs/programs.ts';
import { run } from '../../ops/stack/programs/run.ts';

/**
 * Returns the path of a Python that has the packages of a requirements file: a virtual environment in the cache of built
 * programs. If Python is missing, root installs the Debian packages.
 */
export async function pythonWith(requirements: string): Promise<string> {
  const folder = join(repository, '.local');
  await mkdir(folder, { recursive: true });
  const context = { progress: console.log, log: join(folder, 'python.log'), signal: new AbortController().signal };
  await requirePython(context);
  const hash = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex')
    .slice(0, 12);
  const name = `python-${hash}`;
  await buildOnce(name, context, async (_scratch, target) => {
    await run({ file: 'python3', args: ['-m', 'venv', target] }, context);
    await run(
      { file: join(target, 'bin', 'python'), args: ['-m', 'pip', 'install', '-q', '-r', requirements] },
      context,
    );
  });
  return join(programPath(name), 'bin', 'python');
}

/** Installs Python 3 with `venv` if it is missing. Debian has them in two packages. */
async function requirePython(context: Parameters<typeof aptInstall>[2]): Promise<void> {
  const works = await promisify(execFile)('python3', ['-c', 'import ensurepip, venv']).then(
    () => true,
    () => false,
  );
  if (works) return;
  const missing = await missingProgram('python3-venv', 'python3 python3-venv');
  if (missing !== undefined) throw new Error(missing);
  await aptInstall('python3-venv', 'python3 python3-venv', context);
}
