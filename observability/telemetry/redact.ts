import { mask, redactText } from './redact-text.ts';
import { isSecretName } from './secret-names.ts';

const maxDepth = 6;

/**
 * Returns a copy of `value` in which passwords, tokens, email addresses and card numbers are masked. Masks the values of
 * keys that name a secret, and parts of texts that look like one. Converts NaN and infinite numbers into text. Converts an Error into an object of its name, message,
 * stack, code and cause.
 */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (depth === maxDepth) return '[...]';
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
  if (value instanceof Error) return redactError(value, depth);
  if ('toJSON' in value && typeof value.toJSON === 'function') return redact(value.toJSON(), depth + 1);
  const entries = Object.entries(value);
  return Object.fromEntries(entries.map(([key, item]) => [key, redactField(key, item, depth + 1)]));
}

/** Returns the value of a field with its secrets masked. */
export function redactField(key: string, value: unknown, depth = 0): unknown {
  return isSecretName(key) && value != null ? mask : redact(value, depth);
}

function redactError(error: Error & { code?: unknown }, depth: number): Record<string, unknown> {
  const { name, message, stack, code, cause } = error;
  // The code of an error is not a secret, although a field `code` may be one elsewhere.
  const fields = Object.entries({ name, message, stack, code, cause }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(fields.map(([key, value]) => [key, redact(value, depth + 1)]));
}
