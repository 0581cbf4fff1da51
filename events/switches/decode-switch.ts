import type { KafkaMessage } from 'kafkajs';
import { type ActiveFault, decodeActiveFault } from '#platform/faults/active-fault.ts';
import { logger } from '#telemetry/logger.ts';

/**
 * Decodes a message of the faults topic. Returns the key and the fault, which is undefined when it was switched off.
 * Returns undefined for an invalid message, for example one that a newer version wrote.
 */
export function decodeSwitch({ key, value }: KafkaMessage): [key: string, ActiveFault | undefined] | undefined {
  if (key === null) return undefined;
  try {
    return [key.toString(), value === null ? undefined : decodeActiveFault(value.toString())];
  } catch (error) {
    logger.warn('invalid message in the faults topic skipped', { error });
    return undefined;
  }
}
