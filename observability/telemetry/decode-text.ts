/** Encoded ASCII characters: of URLs, of JSON and of HTML. */
const encoded = /%[2-7][\da-f]|\\u00[2-7][\da-f]|\\["'/]|&(?:#x[\da-f]{2}|#\d{2,3}|quot|apos|amp|lt|gt);/gi;
const named: Readonly<Record<string, string>> = { quot: '"', apos: "'", amp: '&', lt: '<', gt: '>' };
/** Texts may be encoded more than once. */
const maxRounds = 3;

/** Returns a text with its encoded ASCII characters decoded, so that patterns find what an encoding hides. */
export function decodeText(text: string): string {
  let decoded = text;
  for (let round = 0; round < maxRounds; round++) {
    const before = decoded;
    if (!/[%\\&]/.test(before)) return before;
    decoded = before.replace(encoded, decodeOne);
    if (decoded === before) return decoded;
  }
  return decoded;
}

function decodeOne(sequence: string): string {
  if (sequence.startsWith('%')) return hex(sequence.slice(1));
  if (sequence.startsWith('\\')) return sequence.length === 2 ? sequence.slice(1) : hex(sequence.slice(2));
  const entity = sequence.slice(1, -1).toLowerCase();
  if (entity.startsWith('#x')) return hex(entity.slice(2));
  if (entity.startsWith('#')) return String.fromCharCode(Number(entity.slice(1)));
  return named[entity] ?? sequence;
}

const hex = (digits: string): string => String.fromCharCode(Number.parseInt(digits, 16));
