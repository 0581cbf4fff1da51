/** Control characters, which a terminal obeys, and characters that reorder or hide the text around them. */
const unprintable = /[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}]/gu;

/** Returns a text of a foreign message with escapes for everything that a terminal or a page might not print. */
export function printable(text: string): string {
  return text.toWellFormed().replace(unprintable, escaped);
}

/** Returns a value as indented JSON that a terminal prints as it is. */
export function printableJson(value: unknown): string {
  return JSON.stringify(value, undefined, 2).replace(unprintable, (character) =>
    character === '\n' ? character : escaped(character),
  );
}

function escaped(character: string): string {
  const units = character.split('').map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return units.join('');
}
