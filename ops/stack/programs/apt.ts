import type { PreparationContext } from './context.ts';
import { run, which } from './run.ts';

const canInstall = async () => process.getuid?.() === 0 && (await which('apt-get')) !== undefined;

/** Returns a line about a program that is not installed and cannot be; otherwise undefined. */
export async function missingProgram(program: string, packages: string): Promise<string | undefined> {
  if ((await which(program)) || (await canInstall())) return undefined;
  return `${program} is not installed: on Debian run "apt-get install ${packages}" as root`;
}

// Two apt-get processes at the same time would block each other.
let installing: Promise<void> = Promise.resolve();

/** Installs the Debian packages of a program unless the program is installed. Only root can. */
export function aptInstall(program: string, packages: string, context: PreparationContext): Promise<void> {
  installing = installing.catch(() => undefined).then(() => install(program, packages, context));
  return installing;
}

async function install(program: string, packages: string, context: PreparationContext): Promise<void> {
  if (await which(program)) return;
  context.progress(`installing ${packages}`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const wait = ['-q', '-o', 'DPkg::Lock::Timeout=300'];
  await run({ file: 'apt-get', args: [...wait, 'update'], env }, context);
  await run(
    { file: 'apt-get', args: [...wait, 'install', '-y', '--no-install-recommends', ...packages.split(' ')], env },
    context,
  );
}
