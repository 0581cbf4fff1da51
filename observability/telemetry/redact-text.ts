import { decodeText } from './decode-text.ts';
import { isSecretName } from './secret-names.ts';

export const mask = '****';

/** The length to which texts are cut. */
export const maxTextLength = 8_192;
/** Texts are cut only after the redaction, so that no half of a secret remains. No secret is longer than this. */
export const margin = 1_024;

/** A quick check: a text without any of these contains no secret. Most texts end here. */
const suspicious = /[@%\\&]|[:=>].|eyJ|bearer|\d{4}[ +-]?\d{4}/i;

/**
 * The patterns of secrets. All patterns of this file take linear time, which redact-text.test.ts proves. The first group is
 * the character before the secret, which is kept. The collector has similar patterns (collector/config.yaml).
 */
export const secretPatterns: readonly (readonly [hint: RegExp, pattern: RegExp])[] = [
  // User and password in a URL.
  [/@/, /():\/\/[^/\s:@]*:[^/\s@]+@/g],
  [/bearer/i, /()bearer[\s+]{1,4}[\w.~+/=-]{8,}/gi],
  // JSON Web Token.
  [/eyJ/, /()eyJ[\w-]{8,}(?:\.[\w-]*)*/g],
  // Email address.
  [/@/, /(^|[\s@"'<>(),:;=&/|])[^\s@"'<>(),:;=&/|]+@[a-z\d.-]*[a-z\d]\.[a-z]{2,}/gi],
  // Card numbers: Visa, Mastercard, Discover and JCB; then American Express. UUIDs, span ids, times and offsets do not match.
  [
    /\d{4}[ +-]?\d{4}/,
    /(^|[^\w-])(?:4\d{3}|5[1-5]\d{2}|2[2-7]\d{2}|6011|65\d{2}|35[2-8]\d)(?:\d{12}|(?:-\d{4}){3}|(?:[ +]\d{4}){3})\b/g,
  ],
  [/\d{4}[ +-]?\d{4}/, /(^|[^\w-])3[47]\d{2}(?:\d{11}|-\d{6}-\d{5}|[ +]\d{6}[ +]\d{5})\b/g],
];

/** A name and what separates it from its value: `name=`, `"name": "`, `name: [`, `<name>`. */
export const namePattern = /(^|[^\w.-])([\w.-]+)["']?[\s+]{0,4}[:=>][\s+]{0,4}([[{(]?)/g;
/** A value that begins here: in brackets, of a header whose value may contain blanks, quoted, or a single word. */
export const valuePatterns = {
  list: /[^\]})]+/y,
  header: /"[^"]*|'[^']*|[^\r\n"'<>]+/y,
  word: /"[^"]*|'[^']*|(?:(?:bearer|basic)\s)?[^\s"',;&)}\]<>*]+/iy,
};

/** Returns the text with its secrets masked, cut to 8,192 characters. */
export function redactText(whole: string): string {
  const text = whole.length > maxTextLength ? whole.slice(0, maxTextLength + margin) : whole;
  if (!suspicious.test(text)) return cut(text);
  const plain = decodeText(text);
  const redacted = redactPatterns(redactNames(plain));
  // Without a secret, the text keeps its encoding.
  return cut(redacted === plain ? text : redacted);
}

const cut = (text: string): string => (text.length > maxTextLength ? `${text.slice(0, maxTextLength)}...` : text);

function redactPatterns(text: string): string {
  let redacted = text;
  for (const [hint, pattern] of secretPatterns) {
    if (hint.test(redacted)) redacted = redacted.replace(pattern, `$1${mask}`);
  }
  return redacted;
}

const nameHint = /pass|pwd|secret|token|jwt|auth|cookie|credential|key|jwk|mail|card|session|code|pin|otp|pan|cv[cv]/i;

/** Masks the values that follow the name of a secret, and the names. */
function redactNames(text: string): string {
  if (!nameHint.test(text)) return text;
  let redacted = '';
  let kept = 0;
  namePattern.lastIndex = 0;
  for (let found = namePattern.exec(text); found !== null; found = namePattern.exec(text)) {
    const [, before = '', name = '', bracket] = found;
    const end = isSecretName(name) ? endOfValue(text, namePattern.lastIndex, name, bracket !== '') : undefined;
    if (end === undefined) {
      // The separator may be the character before the next name: `note=password=hunter2`.
      namePattern.lastIndex--;
      continue;
    }
    redacted += `${text.slice(kept, found.index + before.length)}${mask}`;
    kept = end;
    namePattern.lastIndex = end;
  }
  return kept === 0 ? text : redacted + text.slice(kept);
}

/** Returns where the value of a name ends; undefined if there is no value, or if it is no secret. */
function endOfValue(text: string, start: number, name: string, bracket: boolean): number | undefined {
  const kind = bracket ? 'list' : /authorization|cookie/i.test(name) ? 'header' : 'word';
  const pattern = valuePatterns[kind];
  pattern.lastIndex = start;
  const [value] = pattern.exec(text) ?? [];
  if (value === undefined) return undefined;
  // The code of an error or of a status: `code: 'ECONNREFUSED'`, `code=404`.
  if (name.toLowerCase() === 'code' && /^["']?(?:[A-Z][A-Z_\d]*|\d{1,5})$/.test(value)) return undefined;
  return start + value.length;
}
