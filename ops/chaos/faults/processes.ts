import type { Stack } from '../../stack/supervisor/stack.ts';
import type { FaultKind } from './fault.ts';

const itself = (target: string): readonly string[] => [target];

/** Killed (SIGKILL), and started again when it is healed. */
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

/** Halted (SIGSTOP) for longer than a consumer's session lasts (10 s): its group takes it for dead, and it comes back. */
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
