import { execFile, execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Component } from '../../stack/components/component.ts';
import type { Stack } from '../../stack/supervisor/stack.ts';
import type { FaultKind } from './fault.ts';

const run = promisify(execFile);
const size = '768m';

/** Returns true if this user may mount file systems. */
export function canMount(folder: string): boolean {
  try {
    const mountPoint = join(folder, 'mount-test');
    mkdirSync(mountPoint, { recursive: true });
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', mountPoint], { stdio: 'ignore' });
    execFileSync('umount', [mountPoint], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Returns a server whose data is on its own small disk, in memory. */
export const onOwnDisk = (component: Component, folder: string): Component => ({
  ...component,
  prepare: async (work) => {
    await component.prepare?.(work);
    const aside = `${folder}.aside`;
    renameSync(folder, aside);
    mkdirSync(folder);
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=0700`, 'tmpfs', folder]);
    cpSync(aside, folder, { recursive: true, preserveTimestamps: true });
    rmSync(aside, { recursive: true });
  },
});

/** Unmounts all disks in a folder, also disks of a run that was killed. */
export function unmountAll(folder: string): void {
  if (!existsSync(folder)) return;
  const mounts = readFileSync('/proc/mounts', 'utf8').split('\n');
  for (const mount of mounts) {
    const path = mount.split(' ')[1] ?? '';
    if (path.startsWith(`${folder}/`)) execFileSync('umount', ['--lazy', path]);
  }
}

/** Fills the disk of a server, by shrinking the disk to the size of its files. */
export const fullDisk = (stack: Stack, disks: Readonly<Record<string, string>>): FaultKind => ({
  kind: 'disk full',
  targets: Object.keys(disks),
  lasts: [8, 15],
  touches: (server) => [server],
  inject: async (server) => {
    const folder = disks[server] ?? '';
    await shrink(folder);
    return async () => {
      await resize(folder, size);
      const process = stack.supervisor(server);
      // A broker exits when it cannot write its log.
      if (process.phase !== 'ready') await process.restart();
    };
  },
});

const resize = (folder: string, to: string) => run('mount', ['-o', `remount,size=${to}`, folder]);

async function shrink(folder: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const { blocks, bfree, bsize } = await statfs(folder);
    try {
      await resize(folder, String((blocks - bfree) * bsize));
      return;
    } catch (error) {
      // The files may have grown since their size was read.
      if (attempt === 20) throw error;
    }
  }
}
