/** The reasons why a message can never be handled. */
export const poisonReasons = [
  'unreadable-batch',
  'invalid-envelope',
  'unknown-type',
  'unknown-version',
  'invalid-json',
  'invalid-data',
] as const;
export type PoisonReason = (typeof poisonReasons)[number];

/** The maximum length of an explanation. It may quote the message, whose texts can be of any length. */
const maxLength = 500;

/** A message that can never be handled. It is dead-lettered without a retry. */
export class Poison extends Error {
  override readonly name = 'Poison';
  readonly reason: PoisonReason;

  constructor(reason: PoisonReason, message: string, cause?: unknown) {
    super(message.slice(0, maxLength), { cause });
    this.reason = reason;
  }
}
