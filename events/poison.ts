/** Why a message can never be processed, whatever is tried. It goes to the dead-letter topic at once. */
export type PoisonReason = 'invalid-envelope' | 'unknown-type' | 'unknown-version' | 'invalid-json' | 'invalid-data';

export class Poison extends Error {
  override readonly name = 'Poison';
  readonly reason: PoisonReason;

  constructor(reason: PoisonReason, message: string, cause?: unknown) {
    super(message, { cause });
    this.reason = reason;
  }
}
