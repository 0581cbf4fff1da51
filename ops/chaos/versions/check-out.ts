import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ExpectedError } from '../../cli/command.ts';
import { repository } from '../../stack/paths.ts';

/**
 * Checks a commit of this repository out into a folder below `.local`, with its packages. A folder of an earlier run is used
 * again.
 * @returns the path of the folder
 * @throws {ExpectedError} if the repository has no such commit
 */
export async function checkOut(commit: string): Promise<string> {
  const hash = git(repository, 'rev-parse', '--verify', '--quiet', `${commit}^{commit}`);
  const folder = join(repository, '.local', 'versions', hash.slice(0, 12));
  if (existsSync(join(folder, 'node_modules'))) return folder;
  await rm(folder, { recursive: true, force: true });
  git(repository, 'clone', '--quiet', '--shared', '--no-checkout', repository, folder);
  git(folder, 'checkout', '--quiet', hash);
  if (hasSamePackages(folder)) symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'));
  else execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'ignore' });
  return folder;
}

function git(folder: string, ...args: string[]): string {
  try {
    return execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8' }).trim();
  } catch (cause) {
    throw new ExpectedError(`git ${args.join(' ')} failed: is the commit in this repository?`, { cause });
  }
}

/** Returns true if both folders install the same packages with the same patches. */
function hasSamePackages(folder: string): boolean {
  const files = ['package-lock.json', ...patchesIn(repository)];
  const same = (file: string) => readFileSync(join(folder, file)).equals(readFileSync(join(repository, file)));
  return patchesIn(folder).join() === patchesIn(repository).join() && files.every(same);
}

const patchesIn = (folder: string): string[] =>
  readdirSync(join(folder, 'patches'))
    .map((name) => join('patches', name))
    .sort();
