import type { PartitionMetadata } from 'kafkajs';

/** The health of the partitions of a topic. */
export interface PartitionHealth {
  /** The number of partitions. Undefined if Kafka only reported that a leader is missing. */
  total?: number;
  /** The number of partitions with fewer in-sync replicas than replicas. */
  underReplicated: number;
  /** The number of partitions without a leader, which can be neither written nor read. */
  offline: number;
}

export function healthOf(
  partitions: readonly Pick<PartitionMetadata, 'leader' | 'replicas' | 'isr'>[],
): PartitionHealth {
  return {
    total: partitions.length,
    underReplicated: partitions.filter(({ isr, replicas }) => isr.length < replicas.length).length,
    offline: partitions.filter(({ leader }) => leader < 0).length,
  };
}

/**
 * Returns the health of a topic whose description failed, or undefined if the topic does not exist. kafkajs fails if any
 * partition has no leader, so at least one partition is offline.
 * @throws {unknown} the error itself, if it has any other cause
 */
export function healthFromFailure(error: unknown): PartitionHealth | undefined {
  const codes = errorCodes(error);
  if (codes.includes('UNKNOWN_TOPIC_OR_PARTITION')) return undefined;
  if (codes.includes('LEADER_NOT_AVAILABLE')) return { underReplicated: 1, offline: 1 };
  throw error;
}

/** Returns the protocol error codes in an error of kafkajs and its causes, because kafkajs wraps errors. */
function errorCodes(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  const code = 'type' in error && typeof error.type === 'string' ? [error.type] : [];
  return [...code, ...errorCodes(error.cause)];
}
