import type { PartitionMetadata } from 'kafkajs';

/** How the partitions of a topic are. */
export interface PartitionHealth {
  /** Undefined when Kafka told no more than that a leader is missing. */
  total?: number;
  /** Fewer replicas are in sync than there should be. */
  underReplicated: number;
  /** Without a leader: nobody can write or read them. */
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
 * The same, of a topic that could not be described: kafkajs throws away a description in which a partition has no
 * leader, so at least one is offline. Undefined for a topic that is not there.
 * @throws {unknown} what tells of neither
 */
export function healthFromFailure(error: unknown): PartitionHealth | undefined {
  const kinds = kindsOf(error);
  if (kinds.includes('UNKNOWN_TOPIC_OR_PARTITION')) return undefined;
  if (kinds.includes('LEADER_NOT_AVAILABLE')) return { underReplicated: 1, offline: 1 };
  throw error;
}

/** The error codes of the protocol in an error of kafkajs, which wraps every one. */
function kindsOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  const kind = 'type' in error && typeof error.type === 'string' ? [error.type] : [];
  return [...kind, ...kindsOf(error.cause)];
}
