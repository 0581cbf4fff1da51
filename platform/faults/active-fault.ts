import { z } from 'zod';
import { type FaultName, faultDefinitions, faultNames, type Parameters, type ProcessName } from './definitions.ts';

/** A fault that is on. */
export interface ActiveFault<N extends FaultName = FaultName> {
  fault: N;
  parameters: Parameters<N>;
  /** The time at which it was switched on. */
  since: Date;
}

/** A fault that is on, as the topic of faults holds it. */
export const activeFaultRecord = z.strictObject({
  fault: z.enum(faultNames),
  parameters: z.unknown(),
  since: z.iso.datetime(),
});

/** Returns the time at which a fault expires. */
export const expiryOf = ({ parameters, since }: ActiveFault): Date =>
  new Date(since.getTime() + parameters.seconds * 1_000);

/**
 * Returns the key of a fault in the faults topic. A later fault with the same key replaces the earlier one. The key
 * consists of the fault, the process, and the operation, event type, product or order.
 */
export function faultKey({ fault, parameters }: Pick<ActiveFault, 'fault' | 'parameters'>): string {
  const { process, operation, type, product, order } = {
    operation: '',
    type: '',
    product: '',
    order: '',
    ...parameters,
  };
  return [fault, process ?? '', operation || type || product || order || ''].join('|');
}

/** Returns true if a fault is on in a process. */
export function appliesTo({ fault, parameters }: ActiveFault, process: ProcessName): boolean {
  const { processes }: { processes: readonly ProcessName[] } = faultDefinitions[fault];
  return parameters.process === undefined ? processes.includes(process) : parameters.process === process;
}

/**
 * Creates an active fault from unchecked parameters.
 * @throws {z.ZodError} if a parameter is unknown or out of bounds
 */
export function activate(fault: FaultName, parameters: unknown, since: Date): ActiveFault {
  return { fault, parameters: faultDefinitions[fault].schema.parse(parameters), since };
}

export function encodeActiveFault({ fault, parameters, since }: ActiveFault): string {
  return JSON.stringify({ fault, parameters, since: since.toISOString() });
}

/**
 * Parses the output of `encodeActiveFault`.
 * @throws {Error} if the value is anything else, for example the fault of a newer version
 */
export function decodeActiveFault(value: string): ActiveFault {
  const { fault, parameters, since } = activeFaultRecord.parse(JSON.parse(value));
  return activate(fault, parameters, new Date(since));
}
