import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import kafkajs from 'kafkajs';
import { maxOutputLength } from './codec.ts';
import { registerCodecs } from './register.ts';

registerCodecs();
const { CompressionCodecs, CompressionTypes } = kafkajs;

for (const name of ['GZIP', 'Snappy', 'LZ4', 'ZSTD'] as const) {
  describe(`the codec ${name}`, () => {
    const codec = CompressionCodecs[CompressionTypes[name]]();

    it('decompresses what it compressed', async () => {
      const records = Buffer.alloc(3_000_000, 'abcdefgh');
      const compressed: Buffer = await codec.compress({ buffer: records });
      assert.ok(compressed.length < records.length / 5);
      assert.ok(records.equals(await codec.decompress(compressed)));
    });

    it('refuses records that are too large or invalid', async () => {
      const bomb: Buffer = await codec.compress({ buffer: Buffer.alloc(maxOutputLength + 1) });
      await assert.rejects(codec.decompress(bomb));
      await assert.rejects(codec.decompress(bomb.subarray(0, 1_000)));
      await assert.rejects(codec.decompress(Buffer.from('junk')));
    });
  });
}
