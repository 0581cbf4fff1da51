import { placeAt } from '../local/place.ts';
import { isAlive } from '../local/processes.ts';
import { readState } from '../local/state.ts';
import { containers } from './containers.ts';
import type { Kind } from './stack.ts';

/** Which kind of stack runs on this machine; undefined when none does. */
export function detect(portOffset: number): Kind | undefined {
  const state = readState(placeAt(portOffset).state);
  if (state !== undefined && isAlive(state.runner)) return 'local';
  return (containers() ?? []).some(({ State }) => State === 'running') ? 'compose' : undefined;
}
