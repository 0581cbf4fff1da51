/** The functions that compress and decompress the records of a batch. */
export interface Codec {
  compress(records: Buffer): Promise<Buffer>;
  /** @throws {Error} if the records are invalid, or larger than `maxOutputLength` */
  decompress(records: Buffer): Promise<Buffer>;
}

/** The maximum size of the records of a batch after decompression, in bytes. Kafka accepts about 1 MiB compressed. */
export const maxOutputLength = 8 * 1_024 * 1_024;

/** @throws {RangeError} if decompression would produce more than `maxOutputLength` */
export function assertOutputLength(bytes: number): void {
  if (bytes > maxOutputLength) throw new RangeError(`decompressed, it is larger than ${maxOutputLength} bytes`);
}
