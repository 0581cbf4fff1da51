/** The error of a message that Kafka refuses, or that cannot be encoded. A retry cannot succeed. */
export class MessageRefused extends Error {
  override readonly name = 'MessageRefused';
}

/** The errors of the broker that say something about a message, and not about the cluster or this client. */
const refusals = new Set([
  'CORRUPT_MESSAGE',
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'INVALID_RECORD',
  'INVALID_TIMESTAMP',
  'INVALID_REQUEST',
  'POLICY_VIOLATION',
  'UNSUPPORTED_FOR_MESSAGE_FORMAT',
]);

/**
 * Returns true if a request failed because of one of its messages. A missing permission is no such error: it concerns
 * every message of this client alike and ends when an operator grants it, so it is treated like an outage.
 */
export function isRefusal(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof TypeError || error instanceof RangeError) return true;
  return ('type' in error && refusals.has(String(error.type))) || isRefusal(error.cause);
}
