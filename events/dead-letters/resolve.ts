import type { Publisher } from '../publish.ts';
import { type DeadLetter, type Resolution, replay, resolution } from './dead-letter.ts';

/**
 * Resolves dead letters one after another, and calls `onResolved` after each. A dead letter is marked as resolved only
 * after its message was sent: sending a message twice does no harm, losing it does.
 * @throws {BrokerUnavailable} if Kafka fails; the remaining dead letters stay open
 */
export async function resolveDeadLetters(
  { send }: Pick<Publisher, 'send'>,
  letters: readonly DeadLetter[],
  how: Resolution,
  onResolved: (letter: DeadLetter) => void,
): Promise<void> {
  for (const letter of letters) {
    if (how === 'replayed') await send([replay(letter)]);
    await send([resolution(letter, how)]);
    onResolved(letter);
  }
}
