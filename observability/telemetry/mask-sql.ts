const maxLength = 8_192;
const quoted = /'(?:[^'\\]|\\.|'')*(?:'|$)|"(?:[^"\\]|\\.|"")*(?:"|$)/gs;
const number = /\b(?:0x[\da-f]+|\d+(?:\.\d+)?)\b/gi;
const values = /\?(?:\s*,\s*\?)+/g;
const rows = /(\([^()]*\))(?:\s*,\s*\([^()]*\))+/g;

/** Masks the literals of an SQL statement. Lists of values or rows are shortened, so that their lengths do not matter. */
export function maskSql(statement: string): string {
  return statement
    .slice(0, maxLength)
    .replace(quoted, '?')
    .replace(number, '?')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(values, '?, ...')
    .replace(rows, '$1, ...');
}
