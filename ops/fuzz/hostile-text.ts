import fc from 'fast-check';

/** Texts that parsers of paths, queries, headers and identifiers have failed on. One character is one byte. */
const notorious = [
  ...[
    '',
    ' ',
    '%',
    '%00',
    '%0d%0aset-cookie:%20a=b',
    '%ff',
    '%E0%A4%A',
    '%2e%2e%2f',
    '..%5c',
    '%252e',
    '../../etc/passwd',
  ],
  ...['__proto__', 'constructor', 'toString', '[]', 'a[b]', 'undefined', 'null', 'NaN', '-1', '1e400', '1e9', '0x10'],
  ...[
    "' OR 1=1--",
    '"',
    '<script>',
    '{{7*7}}',
    '\\',
    '//',
    '*',
    ';',
    ',',
    '=',
    '&',
    '?',
    '#',
    'e30',
    'bnVsbA',
    'cancelled',
  ],
  ...['00000000-0000-0000-0000-000000000000', '\xff\xfe', '\xc3\x28', '\xf0\x9f\x92\xa9', 'eyJhbGciOiJub25lIn0.e30.'],
] as const;

/** Returns a generator of any bytes, one character for each. */
export const octets = (maxLength: number): fc.Arbitrary<string> =>
  fc.uint8Array({ maxLength }).map((bytes) => Buffer.from(bytes).toString('latin1'));

const long = fc
  .record({ unit: fc.constantFrom('a', '%41', 'a.', '=,', '{', 'eyJ-'), times: fc.constantFrom(300, 3_000, 9_000) })
  .map(({ unit, times }) => unit.repeat(times));

/** Texts without control characters, so that they fit into a line of a request. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...notorious) },
  { weight: 3, arbitrary: octets(24).map((text) => text.replaceAll(/\p{Cc}/gu, '')) },
  { weight: 1, arbitrary: long },
);
