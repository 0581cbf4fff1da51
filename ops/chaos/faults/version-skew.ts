import type { Stack } from '../../stack/supervisor/stack.ts';
import type { InstalledVersions } from '../versions/installed.ts';
import type { FaultKind } from './fault.ts';

/** Replaces a process by an earlier version of the software, and by this version again when healed. */
export const versionSkew = (stack: Stack, targets: readonly string[], versions: InstalledVersions): FaultKind => ({
  kind: 'version skew',
  targets,
  lasts: [8, 20],
  touches: (target) => [target],
  inject: async (target) => {
    const process = stack.supervisor(target);
    versions.install(target, 'earlier');
    await process.restart();
    return async () => {
      versions.install(target, 'this');
      await process.restart();
    };
  },
});
