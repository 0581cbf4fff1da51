import { z } from 'zod';
import { type FaultName, faultNames, type Parameters, type ProcessName, switches } from './switches.ts';

/** A fault that is on: what was asked for, and since when. */
export interface Switched<N extends FaultName = FaultName> {
  fault: N;
  parameters: Parameters<N>;
  since: Date;
}

const record = z.strictObject({ fault: z.enum(faultNames), parameters: z.unknown(), since: z.iso.datetime() });

/** When it goes off by itself. */
export const untilOf = ({ parameters, since }: Switched): Date =>
  new Date(since.getTime() + parameters.seconds * 1_000);

/** Of two with the same key the later replaces the earlier: the same fault in the same place. */
export function keyOf({ fault, parameters }: Pick<Switched, 'fault' | 'parameters'>): string {
  const { process, operation, type, product } = { operation: '', type: '', product: '', ...parameters };
  return [fault, process ?? '', operation || type || product || ''].join('|');
}

export function concerns({ fault, parameters }: Switched, process: ProcessName): boolean {
  const { processes }: { processes: readonly ProcessName[] } = switches[fault];
  return parameters.process === undefined ? processes.includes(process) : parameters.process === process;
}

/**
 * A fault to switch on, checked.
 * @throws {z.ZodError} for a parameter that is unknown, or out of bounds
 */
export function switchOn(fault: FaultName, parameters: unknown, since: Date): Switched {
  return { fault, parameters: switches[fault].schema.parse(parameters), since };
}

export function encodeSwitched({ fault, parameters, since }: Switched): string {
  return JSON.stringify({ fault, parameters, since: since.toISOString() });
}

/** @throws {Error} for what `encodeSwitched` did not make */
export function decodeSwitched(value: string): Switched {
  const { fault, parameters, since } = record.parse(JSON.parse(value));
  return switchOn(fault, parameters, new Date(since));
}
