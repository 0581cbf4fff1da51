import type { HostileRecord } from './record.ts';

/**
 * Encodes the records of a batch (version 2 of Kafka's format). kafkajs cannot: it refuses headers whose value is null.
 * @param baseTimestamp the time to which the times of the records are relative
 */
export const encodeRecords = (records: readonly HostileRecord[], baseTimestamp: number): Buffer =>
  Buffer.concat(
    records.flatMap((record, n) => {
      const body = encodeRecord(record, n, (record.timestamp ?? baseTimestamp) - baseTimestamp);
      return [varint(body.length), body];
    }),
  );

function encodeRecord({ key, value, headers }: HostileRecord, offsetDelta: number, timestampDelta: number): Buffer {
  const attributes = Buffer.of(0);
  return Buffer.concat([
    attributes,
    varint(timestampDelta),
    varint(offsetDelta),
    bytes(key),
    bytes(value),
    varint(headers.length),
    ...headers.flatMap(([name, content]) => [bytes(name), bytes(content)]),
  ]);
}

/** Returns bytes after their length, which is -1 for null. */
function bytes(content: string | Buffer | null): Buffer {
  if (content === null) return varint(-1);
  const encoded = Buffer.from(content as string);
  return Buffer.concat([varint(encoded.length), encoded]);
}

/** Encodes an integer with zigzag, seven bits per byte. */
function varint(value: number): Buffer {
  let rest = value >= 0 ? BigInt(value) * 2n : BigInt(value) * -2n - 1n;
  const encoded: number[] = [];
  while (rest >= 0x80n) {
    encoded.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  encoded.push(Number(rest));
  return Buffer.from(encoded);
}
