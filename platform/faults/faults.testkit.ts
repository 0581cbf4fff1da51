import { type ActiveFault, activate, faultKey } from './active-fault.ts';
import type { FaultName } from './definitions.ts';
import type { Faults } from './faults.ts';

/** Switches a fault on in a process. Returns a function that switches it off. */
export function switchOn(faults: Faults, fault: FaultName, parameters: Record<string, unknown> = {}): () => void {
  const activeFault = activate(fault, parameters, new Date());
  faults.set(faultKey(activeFault), activeFault);
  return () => faults.set(faultKey(activeFault), undefined);
}

/** Returns the arguments of `Faults.set` that switch a fault on. */
export function entryOf(fault: FaultName, parameters: Record<string, unknown> = {}): [string, ActiveFault] {
  const activeFault = activate(fault, parameters, new Date());
  return [faultKey(activeFault), activeFault];
}
