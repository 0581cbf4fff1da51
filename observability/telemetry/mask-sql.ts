const longest = 8_192;
const quoted = /'(?:[^'\\]|\\.|'')*(?:'|$)|"(?:[^"\\]|\\.|"")*(?:"|$)/gs;
const number = /\b(?:0x[\da-f]+|\d+(?:\.\d+)?)\b/gi;
const values = /\?(?:\s*,\s*\?)+/g;
const rows = /(\([^()]*\))(?:\s*,\s*\([^()]*\))+/g;

/** An SQL statement as a span may show it: without literals, and a list of any length looks the same. */
export function maskSql(statement: string): string {
  return statement
    .slice(0, longest)
    .replace(quoted, '?')
    .replace(number, '?')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(values, '?, ...')
    .replace(rows, '$1, ...');
}
