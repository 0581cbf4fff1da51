import { assertOutputLength, type Codec } from './codec.ts';

/** LZ4 in its frame format. */
export const lz4: Codec = {
  compress: async (records) => (await import('@platformatic/wasm-utils')).lz4Compress(records),
  decompress: async (records) => {
    const { lz4Decompress } = await import('@platformatic/wasm-utils');
    assertOutputLength(maxOutputOf(records));
    return lz4Decompress(records);
  },
};

/** LZ4 expands a byte to at most 255. */
const maxRatio = 255;

/** Returns the length that the blocks of a frame have at most when they are decompressed. */
function maxOutputOf(frame: Buffer): number {
  const flags = frame.readUInt8(4);
  const blockChecksumLength = flags & 0x10 ? 4 : 0;
  // The code of the maximum block size: 4 means 64 KiB, and each further one four times as much, up to 7.
  const maxBlock = 2 ** (8 + 2 * ((frame.readUInt8(5) >> 4) & 7));
  const contentSizeLength = flags & 0x08 ? 8 : 0;
  const dictionaryIdLength = flags & 0x01 ? 4 : 0;
  let total = 0;
  for (let at = 7 + contentSizeLength + dictionaryIdLength; at < frame.length; ) {
    const block = frame.readUInt32LE(at);
    if (block === 0) break;
    const length = block & 0x7fff_ffff;
    total += block > 0x7fff_ffff ? length : Math.min(maxBlock, length * maxRatio);
    at += 4 + length + blockChecksumLength;
  }
  return total;
}
