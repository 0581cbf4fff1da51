import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { open, statfs, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Component } from '../../local/component.ts';
import type { Stack } from '../../local/stack.ts';
import type { FaultKind } from './fault.ts';

const size = '768m';

/** Whether this user may mount file systems, which gives each server a disk of its own that can be full. */
export function canMount(folder: string): boolean {
  try {
    const trial = join(folder, 'trial-disk');
    mkdirSync(trial, { recursive: true });
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', trial], { stdio: 'ignore' });
    execFileSync('umount', [trial], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** The server with its data on a small disk of its own, in memory. */
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

/** Unmounts all disks in a folder, also those of a run that was killed. */
export function unmountAll(folder: string): void {
  if (!existsSync(folder)) return;
  const mounts = readFileSync('/proc/mounts', 'utf8').split('\n');
  for (const mount of mounts) {
    const path = mount.split(' ')[1] ?? '';
    if (path.startsWith(`${folder}/`)) execFileSync('umount', ['--lazy', path]);
  }
}

/** The disk of a server is full to the last byte. */
export const fullDisk = (stack: Stack, disks: Readonly<Record<string, string>>): FaultKind => ({
  kind: 'disk full',
  targets: Object.keys(disks),
  lasts: [8, 15],
  touches: (server) => [server],
  inject: async (server) => {
    const folder = disks[server] ?? '';
    const filler = join(folder, 'filler');
    await fill(folder, filler);
    return async () => {
      await unlink(filler);
      const process = stack.supervisor(server);
      // A broker ends itself when it cannot write its log.
      if (process.phase !== 'ready') await process.restart();
    };
  },
});

async function fill(folder: string, filler: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const block = Buffer.alloc(1024 * 1024);
  const file = await open(filler, 'w');
  try {
    for (let left = bavail * bsize; left > 0; left -= block.length) await file.write(block);
    // What the server gave back meanwhile.
    for (;;) await file.write(block, 0, 4096);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  } finally {
    await file.close();
  }
}
