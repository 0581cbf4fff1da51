import type { Publisher } from '../publish.ts';
import { type DeadLetter, type Resolution, replay, resolution } from './dead-letter.ts';

/**
 * Deals with dead letters, one after the other; `done` hears of each. A dead letter is marked after it was sent: to be
 * sent twice does no harm, to be lost does.
 * @throws {BrokerUnavailable} and leaves the rest as it is
 */
export async function resolveDeadLetters(
  { send }: Pick<Publisher, 'send'>,
  letters: readonly DeadLetter[],
  how: Resolution,
  done: (letter: DeadLetter) => void,
): Promise<void> {
  for (const letter of letters) {
    if (how === 'replayed') await send([replay(letter)]);
    await send([resolution(letter, how)]);
    done(letter);
  }
}
