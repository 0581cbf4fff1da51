import type { Broker } from '../broker.ts';
import type { Publisher } from '../publish.ts';
import { MessageRefused } from '../refusal.ts';
import { type DeadLetter, type Resolution, replay, resolution } from './dead-letter.ts';
import { deleteResolved } from './delete-resolved.ts';
import { NotReplayable } from './not-replayable.ts';
import type { OpenDeadLetters } from './open-dead-letters.ts';
import { withWholeMessage } from './original.ts';
import { readMessages } from './read-messages.ts';

/** The connections to Kafka with which dead letters are resolved. */
export interface DeadLetterConnections {
  broker: Broker;
  publisher: Pick<Publisher, 'send'>;
}

/** Receives what became of each dead letter. */
export interface ResolutionReport {
  resolved(letter: DeadLetter): void;
  /** The dead letter cannot be replayed, and stays open. */
  skipped(error: NotReplayable): void;
}

/**
 * Resolves open dead letters one after another. A dead letter is marked as resolved only after its message was sent:
 * sending a message twice does no harm, losing it does. Deletes old ones that are resolved.
 * @throws {BrokerUnavailable} if Kafka fails; the remaining dead letters stay open
 */
export async function resolveDeadLetters(
  { broker, publisher: { send } }: DeadLetterConnections,
  open: OpenDeadLetters,
  ids: readonly string[] | 'all',
  how: Resolution,
  report: ResolutionReport,
): Promise<void> {
  await readMessages(broker, open, ids, async (letter) => {
    try {
      if (how === 'replayed') await sendAgain(await withWholeMessage(broker, letter), send);
    } catch (error) {
      if (!(error instanceof NotReplayable)) throw error;
      return report.skipped(error);
    }
    await send([resolution(letter, how)]);
    const { topic, partition, message } = letter;
    open.delete({ topic, partition, offset: message.offset });
    report.resolved(letter);
  });
  await deleteResolved(broker, open);
}

async function sendAgain(letter: DeadLetter, send: Publisher['send']): Promise<void> {
  try {
    await send([replay(letter)]);
  } catch (cause) {
    if (!(cause instanceof MessageRefused)) throw cause;
    throw new NotReplayable(`Kafka refuses the message of ${letter.id}; it may be too large`, { cause });
  }
}
