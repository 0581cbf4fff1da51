const mask = '****';
const maxDepth = 6;

const secretKey =
  /pass(word|wd|phrase)|secret|token|authorization|cookie|credential|api[._-]?key|private[._-]?(key|jwk)|e[._-]?mail|card[._-]?(number|no\b)|cvc|cvv/i;

// A quick check: most texts contain none of these and need no further checks.
const suspicious = /[@=:]|bearer|eyJ|\d{4}[ -]?\d{4}/i;

const secretPatterns = [
  // user and password in a URL
  /:\/\/[^/\s:@]*:[^/\s@]+@/g,
  // name=value, "name":"value", name: value
  /(?:pass(?:word|wd|phrase)|secret|token|authorization|cookie|credential|api[._-]?key)["']?\s*[:=]\s*["']?(?:(?:bearer|basic)\s+)?[^\s"',;&)}\]*]+/gi,
  /bearer\s+[\w.~+/=-]{8,}/gi,
  // JSON Web Token
  /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g,
  // email address (with bounded lengths, because a long text of dots would take very long)
  /\b[\w.%+-]{1,64}@(?:[a-z\d-]{1,63}\.){1,8}[a-z]{2,63}\b/gi,
  // card numbers: Visa, Mastercard and Discover, then American Express. UUIDs, span ids, times and offsets do not match.
  /(?<![\w-])(?:4\d{3}|5[1-5]\d{2}|2[2-7]\d{2}|6011|65\d{2})(?:\d{12}|(?:-\d{4}){3}|(?: \d{4}){3})\b/g,
  /(?<![\w-])3[47]\d{2}(?:\d{11}|-\d{6}-\d{5}| \d{6} \d{5})\b/g,
];

/**
 * Returns a copy of `value` in which passwords, tokens, email addresses and card numbers are masked. Masks the values of
 * keys that name a secret, and parts of texts that look like one. Converts an Error into an object of its name, message,
 * stack, code and cause.
 */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === maxDepth) return '[...]';
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
  if (value instanceof Error) return redactEntries(errorFields(value), depth);
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return redactEntries(Object.entries(value), depth);
}

function redactEntries(entries: [string, unknown][], depth: number): Record<string, unknown> {
  return Object.fromEntries(
    entries.map(([key, value]) => [key, secretKey.test(key) && value != null ? mask : redact(value, depth + 1)]),
  );
}

function errorFields(error: Error & { code?: unknown }): [string, unknown][] {
  const { name, message, stack, code, cause } = error;
  return Object.entries({ name, message, stack, code, cause }).filter(([, value]) => value !== undefined);
}

function redactText(text: string): string {
  if (!suspicious.test(text)) return text;
  return secretPatterns.reduce((redacted, secret) => redacted.replace(secret, mask), text);
}
