// What tests of faults share.

import { activate, faultKey } from './active-fault.ts';
import type { FaultName } from './definitions.ts';
import type { Faults } from './faults.ts';

/** Switches a fault on in a process; returns what switches it off. */
export function switchOn(faults: Faults, fault: FaultName, parameters: Record<string, unknown> = {}): () => void {
  const switched = activate(fault, parameters, new Date());
  faults.set(faultKey(switched), switched);
  return () => faults.set(faultKey(switched), undefined);
}
