import type { Broker } from '../broker.ts';
import type { Publisher } from '../publish.ts';
import { MessageRefused } from '../refusal.ts';
import { type DeadLetter, type Resolution, replay, resolution } from './dead-letter.ts';
import { NotReplayable } from './not-replayable.ts';
import { withWholeMessage } from './original.ts';

/** The connections to Kafka with which dead letters are resolved. */
export interface DeadLetterConnections {
  broker: Broker;
  publisher: Pick<Publisher, 'send'>;
}

/**
 * Resolves dead letters one after another, and calls `onResolved` after each. A dead letter is marked as resolved only
 * after its message was sent: sending a message twice does no harm, losing it does.
 * @throws {BrokerUnavailable} if Kafka fails; the remaining dead letters stay open
 * @throws {NotReplayable} if some messages cannot be sent again; only their dead letters stay open
 */
export async function resolveDeadLetters(
  { broker, publisher: { send } }: DeadLetterConnections,
  letters: readonly DeadLetter[],
  how: Resolution,
  onResolved: (letter: DeadLetter) => void,
): Promise<void> {
  const reasons: string[] = [];
  for (const letter of letters) {
    try {
      if (how === 'replayed') await sendAgain(await withWholeMessage(broker, letter), send);
    } catch (error) {
      if (!(error instanceof NotReplayable)) throw error;
      reasons.push(error.message);
      continue;
    }
    await send([resolution(letter, how)]);
    onResolved(letter);
  }
  if (reasons.length > 0) throw new NotReplayable(reasons.join('; '));
}

async function sendAgain(letter: DeadLetter, send: Publisher['send']): Promise<void> {
  try {
    await send([replay(letter)]);
  } catch (cause) {
    if (!(cause instanceof MessageRefused)) throw cause;
    throw new NotReplayable(`Kafka refuses the message of ${letter.id}; it may be too large`, { cause });
  }
}
