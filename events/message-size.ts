import type { IHeaders, Message } from 'kafkajs';

/** The size of the fields of a record that have no content: lengths, offset, time. At most. */
const recordBytes = 64;
const headerBytes = 10;

/** Returns the size of a message in an uncompressed request, or slightly more. */
export function messageBytes({ key, value, headers = {} }: Pick<Message, 'key' | 'value' | 'headers'>): number {
  return recordBytes + bytes(key) + bytes(value) + headersBytes(headers);
}

function headersBytes(headers: IHeaders): number {
  let total = 0;
  for (const name of Object.keys(headers)) {
    const value = headers[name];
    const values = Array.isArray(value) ? value : [value];
    for (const one of values) total += headerBytes + bytes(name) + bytes(one);
  }
  return total;
}

const bytes = (text: string | Buffer | null | undefined): number => (text == null ? 0 : Buffer.byteLength(text));
