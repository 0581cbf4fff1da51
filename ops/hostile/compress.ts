import { gzipSync, zstdCompressSync } from 'node:zlib';
import type { Codec } from './record.ts';

/** Functions that compress the records of a batch. Snappy and LZ4 only store them, which their formats allow. */
export const compress: Readonly<Record<Codec, (records: Buffer) => Buffer>> = {
  none: (records) => records,
  gzip: (records) => gzipSync(records),
  snappy: storeAsSnappy,
  lz4: storeAsLz4,
  zstd: (records) => zstdCompressSync(records),
};

const blockSize = 65_536;

/** Returns a Snappy block that consists of literals: the length of all, then each literal after its tag and length. */
function storeAsSnappy(records: Buffer): Buffer {
  const parts: Buffer[] = [unsignedVarint(records.length)];
  for (let at = 0; at < records.length; at += blockSize) {
    const literal = records.subarray(at, at + blockSize);
    const head = Buffer.of(61 << 2, 0, 0);
    head.writeUInt16LE(literal.length - 1, 1);
    parts.push(head, literal);
  }
  return Buffer.concat(parts);
}

function unsignedVarint(value: number): Buffer {
  const encoded: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest >>>= 7) encoded.push((rest & 0x7f) | 0x80);
  return Buffer.from([...encoded, rest]);
}

/** The head of an LZ4 frame with blocks of up to 64 KiB and no checksums but its own. */
const lz4Head = Buffer.from('04224d18604082', 'hex');
const uncompressedBlock = 0x8000_0000;

/** Returns an LZ4 frame of blocks that are not compressed. */
function storeAsLz4(records: Buffer): Buffer {
  const parts: Buffer[] = [lz4Head];
  for (let at = 0; at < records.length; at += blockSize) {
    const block = records.subarray(at, at + blockSize);
    parts.push(uint32(uncompressedBlock + block.length), block);
  }
  return Buffer.concat([...parts, uint32(0)]);
}

function uint32(value: number): Buffer {
  const encoded = Buffer.alloc(4);
  encoded.writeUInt32LE(value);
  return encoded;
}
