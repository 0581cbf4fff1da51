import { execFile } from 'node:child_process';
import { chmod, mkdir } from 'node:fs/promises';
import { promisify } from 'node:util';

/** The umask of the person who started this process, before `keepFilesPrivate`. */
let usual: number | undefined;

/**
 * Lets no other user of this machine read the files of a stack: neither those that exist in these folders, nor those that this
 * process and its children write from now on.
 * @param folders the outermost first: of this one only the folder itself is changed
 */
export async function keepFilesPrivate([outermost, ...folders]: readonly [string, ...string[]]): Promise<void> {
  usual ??= process.umask(0o077);
  await mkdir(outermost, { recursive: true });
  await chmod(outermost, 0o700);
  for (const folder of folders) {
    await mkdir(folder, { recursive: true });
    await promisify(execFile)('chmod', ['-R', 'go=', folder]);
  }
}

/** Starts a process that writes files with the usual rights: those of installed programs, which users may share. */
export function withUsualFiles<T>(start: () => T): T {
  if (usual === undefined) return start();
  const current = process.umask(usual);
  try {
    return start();
  } finally {
    process.umask(current);
  }
}
