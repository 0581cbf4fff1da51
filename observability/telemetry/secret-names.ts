/** Names of secrets, in lower case with words separated. `pass` is one, but not as a part of `compass`. */
const secret = new RegExp(
  [
    'passw(or)?d|passphrase|pwd|secret|token|jwt|authorization|cookie|credential',
    'api[._-]?key|private[._-]?(key|jwk)|e[._-]?mail|card[._-]?(number|no\\b)',
    '(^|[^a-z])(pass|auth|pin|otp|pan|cvc|cvv)([^a-z]|$)',
    '(^|[^a-z])session([._-]?(id|key))?$',
    // The code of an OAuth login, but not `status_code`.
    '^code$',
  ].join('|'),
);

/** The answers so far; the same few names come again and again. */
const known = new Map<string, boolean>();
const maxKnown = 2_000;

/** Returns true if the value of a field, an attribute or a parameter with this name is a secret. */
export function isSecretName(name: string): boolean {
  const answer = known.get(name);
  if (answer !== undefined) return answer;
  const found = secret.test(
    name
      .slice(-100)
      .replace(/([a-z])([A-Z])/g, '$1_$2')
      .toLowerCase(),
  );
  // Names may come from outside, so the memory is limited.
  if (known.size >= maxKnown) known.clear();
  if (name.length <= 100) known.set(name, found);
  return found;
}
