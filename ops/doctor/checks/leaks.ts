/** A secret that must not appear in the telemetry, with the name to report it by. */
export type NamedSecret = readonly [name: string, secret: string];

const shapes: readonly { name: string; pattern: RegExp; isOne?(text: string): boolean }[] = [
  { name: 'text that looks like a token', pattern: /\beyJ[\w-]{8,}\.[\w-]{8,}\.?[\w-]*/g },
  { name: 'text that looks like a bearer token', pattern: /bearer\s+[\w.~+/=-]{16,}/gi },
  {
    name: 'text that looks like an email address',
    pattern: /\b[\w.%+-]{1,64}@(?:[a-z\d-]{1,63}\.){1,8}[a-z]{2,63}\b/gi,
  },
  {
    name: 'text that looks like a card number',
    pattern: /(?<![\w.-])[3-6]\d{3}(?:[ -]?\d{4}){2}[ -]?\d{3,4}(?![\w-])/g,
    isOne: passesLuhn,
  },
];

/** Returns the names of the secrets in a text: known secrets, and text with the shape of a secret. */
export function leaksIn(text: string, known: readonly NamedSecret[]): string[] {
  const shaped = shapes.filter(({ pattern, isOne = () => true }) => text.match(pattern)?.some(isOne));
  return [...knownSecretsIn(text, known), ...shaped.map(({ name }) => name)];
}

/** Returns the names of the known secrets in a text. */
export function knownSecretsIn(text: string, known: readonly NamedSecret[]): string[] {
  return known.filter(([, secret]) => text.includes(secret)).map(([name]) => name);
}

/** Checks the last digit of a card number (ISO/IEC 7812). Few times and offsets pass. */
function passesLuhn(text: string): boolean {
  const digits = text.replaceAll(/\D/g, '').split('').reverse().map(Number);
  const sum = digits.reduce((total, digit, n) => {
    const weighed = n % 2 === 0 ? digit : digit * 2;
    return total + (weighed > 9 ? weighed - 9 : weighed);
  }, 0);
  return digits.length >= 15 && sum % 10 === 0;
}
