import { glob, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

const repository = join(import.meta.dirname, '..', '..', '..');

/** Reads files of the repository. Its keys are the paths as a page in `runbooks/` would link to them. */
export async function texts(pattern: string | string[], exclude: string[] = []): Promise<Map<string, string>> {
  const paths = await Array.fromAsync(glob(pattern, { cwd: repository, exclude }));
  const read = paths
    .sort()
    .map(async (path) => [relative('runbooks', path), await readFile(join(repository, path), 'utf8')] as const);
  return new Map(await Promise.all(read));
}
