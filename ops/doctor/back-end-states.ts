import type { StackPaths } from '../stack/paths.ts';
import { readState, type State } from '../stack/supervisor/state.ts';

/** The states of the back ends, as `npm start` knows them. */
export interface BackEndStates {
  /** Why a component does not respond yet, or is left out. Checks that ask it cannot tell anything. */
  readonly absent: ReadonlyMap<string, string>;
  /** The time when the last component became ready for the first time, in milliseconds; undefined if one is not ready. */
  readonly readyAt: number | undefined;
}

/** Returns the states of the components of a stack that `npm start` runs. */
export function readBackEndStates({ state: file }: StackPaths): BackEndStates {
  const components = Object.entries(readState(file)?.components ?? {});
  const absent = components.flatMap(([name, component]) => {
    const reason = reasonOf(component);
    return reason === undefined ? [] : [[name, reason] as const];
  });
  const times = components.map(([, { readyAt }]) => readyAt ?? Number.NaN);
  const latest = Math.max(...times);
  return { absent: new Map(absent), readyAt: Number.isFinite(latest) ? latest : undefined };
}

function reasonOf({ phase, detail }: State['components'][string]): string | undefined {
  switch (phase) {
    case 'building':
      return `is being built: ${detail}`;
    case 'waiting':
    case 'preparing':
    case 'starting':
      return 'is starting';
    case 'skipped':
      return `is skipped: ${detail}`;
    default:
      return undefined;
  }
}
