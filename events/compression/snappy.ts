import { assertOutputLength, type Codec } from './codec.ts';

/** The first bytes of the framing of snappy-java, in which Kafka's own clients write. */
const magic = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0]);
/** The magic and two version numbers. */
const headerLength = 16;

/** Snappy: either one raw block, or the framing of snappy-java: blocks with their lengths. */
export const snappy: Codec = {
  compress: async (records) => (await import('@platformatic/wasm-utils')).snappyCompress(records),
  decompress: async (records) => {
    const { snappyDecompress } = await import('@platformatic/wasm-utils');
    const blocks = blocksOf(records);
    assertOutputLength(blocks.reduce((total, block) => total + outputLength(block), 0));
    return Buffer.concat(blocks.map((block) => snappyDecompress(block)));
  },
};

function blocksOf(records: Buffer): Buffer[] {
  if (!records.subarray(0, magic.length).equals(magic)) return [records];
  const blocks: Buffer[] = [];
  for (let start = headerLength; start < records.length; ) {
    const end = start + 4 + records.readUInt32BE(start);
    blocks.push(records.subarray(start + 4, end));
    start = end;
  }
  return blocks;
}

/** Returns the length that a raw block claims at its beginning: a little-endian varint. */
function outputLength(block: Buffer): number {
  let length = 0;
  for (const [index, byte] of block.subarray(0, 5).entries()) {
    length += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return length;
  }
  throw new RangeError('the length of a snappy block is invalid');
}
