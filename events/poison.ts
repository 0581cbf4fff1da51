/** The reason why a message can never be handled. */
export type PoisonReason =
  | 'unreadable-batch'
  | 'invalid-envelope'
  | 'unknown-type'
  | 'unknown-version'
  | 'invalid-json'
  | 'invalid-data';

/** A message that can never be handled. It is dead-lettered without a retry. */
export class Poison extends Error {
  override readonly name = 'Poison';
  readonly reason: PoisonReason;

  constructor(reason: PoisonReason, message: string, cause?: unknown) {
    super(message, { cause });
    this.reason = reason;
  }
}
