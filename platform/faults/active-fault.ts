import { z } from 'zod';
import { type FaultName, faultDefinitions, faultNames, type Parameters, type ProcessName } from './definitions.ts';

/** A fault that is on: what was asked for, and since when. */
export interface ActiveFault<N extends FaultName = FaultName> {
  fault: N;
  parameters: Parameters<N>;
  since: Date;
}

const record = z.strictObject({ fault: z.enum(faultNames), parameters: z.unknown(), since: z.iso.datetime() });

/** When it goes off by itself. */
export const expiryOf = ({ parameters, since }: ActiveFault): Date =>
  new Date(since.getTime() + parameters.seconds * 1_000);

/** Of two with the same key the later replaces the earlier: the same fault in the same place. */
export function faultKey({ fault, parameters }: Pick<ActiveFault, 'fault' | 'parameters'>): string {
  const { process, operation, type, product } = { operation: '', type: '', product: '', ...parameters };
  return [fault, process ?? '', operation || type || product || ''].join('|');
}

export function concerns({ fault, parameters }: ActiveFault, process: ProcessName): boolean {
  const { processes }: { processes: readonly ProcessName[] } = faultDefinitions[fault];
  return parameters.process === undefined ? processes.includes(process) : parameters.process === process;
}

/**
 * A fault to switch on, checked.
 * @throws {z.ZodError} for a parameter that is unknown, or out of bounds
 */
export function activate(fault: FaultName, parameters: unknown, since: Date): ActiveFault {
  return { fault, parameters: faultDefinitions[fault].schema.parse(parameters), since };
}

export function encodeActiveFault({ fault, parameters, since }: ActiveFault): string {
  return JSON.stringify({ fault, parameters, since: since.toISOString() });
}

/** @throws {Error} for what `encodeActiveFault` did not make */
export function decodeActiveFault(value: string): ActiveFault {
  const { fault, parameters, since } = record.parse(JSON.parse(value));
  return activate(fault, parameters, new Date(since));
}
