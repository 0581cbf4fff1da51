import { promisify } from 'node:util';
import { gunzip, gzip, zstdCompress, zstdDecompress } from 'node:zlib';
import kafkajs from 'kafkajs';
import { type Codec, maxOutputLength } from './codec.ts';
import { lz4 } from './lz4.ts';
import { snappy } from './snappy.ts';

const { CompressionCodecs, CompressionTypes } = kafkajs;

const gzipCodec: Codec = {
  compress: promisify(gzip),
  decompress: (records) => promisify(gunzip)(records, { maxOutputLength }),
};

const zstd: Codec = {
  compress: promisify(zstdCompress),
  decompress: (records) => promisify(zstdDecompress)(records, { maxOutputLength }),
};

/**
 * Registers all compression codecs of Kafka with kafkajs. It has none but gzip, without a limit, and a consumer ends at
 * the first batch in another one.
 */
export function registerCodecs(): void {
  CompressionCodecs[CompressionTypes.GZIP] = forKafkajs(gzipCodec);
  CompressionCodecs[CompressionTypes.Snappy] = forKafkajs(snappy);
  CompressionCodecs[CompressionTypes.LZ4] = forKafkajs(lz4);
  CompressionCodecs[CompressionTypes.ZSTD] = forKafkajs(zstd);
}

const forKafkajs =
  ({ compress, decompress }: Codec) =>
  () => ({ compress: ({ buffer }: { buffer: Buffer }) => compress(buffer), decompress });
