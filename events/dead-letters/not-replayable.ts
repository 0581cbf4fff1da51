/** The error of a dead letter that cannot be replayed. The message says why. */
export class NotReplayable extends Error {
  override readonly name = 'NotReplayable';
}
