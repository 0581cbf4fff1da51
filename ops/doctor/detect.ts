import { stackPathsAt } from '../stack/paths.ts';
import { isAlive } from '../stack/supervisor/processes.ts';
import { readState } from '../stack/supervisor/state.ts';
import { containers } from './containers.ts';
import type { Kind } from './stack.ts';

/** Returns the kind of the stack that runs on this machine; undefined when none runs. */
export function detect(portOffset: number): Kind | undefined {
  const state = readState(stackPathsAt(portOffset).state);
  if (state !== undefined && isAlive(state.runner)) return 'local';
  return (containers() ?? []).some(({ State }) => State === 'running') ? 'compose' : undefined;
}
