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

/** A value of another type has no size here: encoding the message fails, which refuses this message alone. */
const bytes = (text: unknown): number =>
  typeof text === 'string' || Buffer.isBuffer(text) ? Buffer.byteLength(text) : 0;
