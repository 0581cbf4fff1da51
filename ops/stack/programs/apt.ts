import type { PreparationContext } from './context.ts';
import { run, which } from './run.ts';

const canInstall = async () => process.getuid?.() === 0 && (await which('apt-get')) !== undefined;

/** One line naming the program, unless it is there or can be installed. */
export async function missingProgram(program: string, packages: string): Promise<string | undefined> {
  if ((await which(program)) || (await canInstall())) return undefined;
  return `${program} is not installed: on Debian run "apt-get install ${packages}" as root`;
}

// Two apt-get at once would stop each other.
let installing: Promise<void> = Promise.resolve();

/** Installs Debian packages that bring a program, unless it is there. Only root can. */
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
