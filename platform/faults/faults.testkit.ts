// What tests of faults share.
import type { Faults } from './faults.ts';
import { keyOf, switchOn } from './switched.ts';
import type { FaultName } from './switches.ts';

/** Switches a fault on in a process; returns what switches it off. */
export function light(faults: Faults, fault: FaultName, parameters: Record<string, unknown> = {}): () => void {
  const switched = switchOn(fault, parameters, new Date());
  faults.set(keyOf(switched), switched);
  return () => faults.set(keyOf(switched), undefined);
}
