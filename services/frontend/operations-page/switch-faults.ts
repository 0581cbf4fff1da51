import type { FaultSwitches } from '#events/switches/fault-switches.ts';
import type { ActiveFault } from '#platform/faults/active-fault.ts';
import type { FaultName, Parameters } from '#platform/faults/definitions.ts';
import { logger } from '#telemetry/logger.ts';

/** Switches a fault on for an admin, and records who did it. */
export async function switchOn(
  switches: FaultSwitches,
  fault: FaultName,
  parameters: Parameters,
  userId: string,
): Promise<ActiveFault> {
  const active = await switches.on(fault, parameters);
  logger.warn('fault switched on by an admin', { event: 'fault.requested', fault, parameters, 'user.id': userId });
  return active;
}

/** Switches a fault off for an admin, or all faults, and records who did it. Returns the faults that were on. */
export async function switchOff(
  switches: FaultSwitches,
  fault: FaultName | undefined,
  userId: string,
): Promise<ActiveFault[]> {
  const off = await switches.off(fault);
  for (const { fault, parameters } of off) {
    logger.warn('fault switched off by an admin', { event: 'fault.withdrawn', fault, parameters, 'user.id': userId });
  }
  return off;
}
