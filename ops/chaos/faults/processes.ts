import type { Stack } from '../../stack/supervisor/stack.ts';
import type { FaultKind } from './fault.ts';

const itself = (target: string): readonly string[] => [target];

/** Kills a process (SIGKILL), and starts it again when healed. */
export const kill = (stack: Stack, targets: readonly string[]): FaultKind => ({
  kind: 'kill',
  targets,
  lasts: [2, 12],
  touches: itself,
  inject: async (target) => {
    const process = stack.supervisor(target);
    await process.kill();
    return () => process.start();
  },
});

/** Suspends a process (SIGSTOP) for longer than a consumer's session (10 s), so that its group counts it as dead. */
export const freeze = (stack: Stack, targets: readonly string[]): FaultKind => ({
  kind: 'freeze',
  targets,
  lasts: [12, 20],
  touches: itself,
  inject: async (target) => {
    const process = stack.supervisor(target);
    process.freeze();
    return async () => process.thaw();
  },
});
