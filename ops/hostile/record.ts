import { randomUUID } from 'node:crypto';

/** A Kafka record as any client may send it. */
export interface HostileRecord {
  key: string | Buffer | null;
  value: string | Buffer | null;
  /** The headers. Names may repeat, and values may be null. */
  headers: readonly (readonly [name: string, value: string | Buffer | null])[];
  /** The time in milliseconds since 1970; by default now. */
  timestamp?: number;
}

export const codecs = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;
export type Codec = (typeof codecs)[number];

/** Records that are sent together to one partition. */
export interface HostileBatch {
  records: readonly HostileRecord[];
  codec?: Codec;
  /** The end of the transaction that the batch is sent in. The broker aborts an open transaction after its timeout. */
  transaction?: 'committed' | 'aborted' | 'open';
}

/** Returns the headers of an event, which differ from a valid envelope by `changes`. A change to undefined removes the header. */
export function envelope(
  type: string,
  orderId: string,
  changes: Readonly<Record<string, string | Buffer | null | undefined>> = {},
): HostileRecord['headers'] {
  const headers: Record<string, string | Buffer | null | undefined> = {
    ce_specversion: '1.0',
    ce_id: randomUUID(),
    ce_source: '/foreign',
    ce_type: type,
    ce_time: new Date().toISOString(),
    ce_subject: orderId,
    'content-type': 'application/json',
    ...changes,
  };
  return Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
}
