import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { replay } from '#events/dead-letters/dead-letter.ts';
import type { DeadLetterTopic } from '#events/topics.ts';
import { isDeadLetter } from './check/dead-letters.ts';
import { isIntact } from './check/poison.ts';
import { type OutgoingMessage, publish } from './publish.ts';
import type { System } from './system.ts';
import type { Message, Topics } from './topics.ts';

/** Replays all open dead letters with `npm run dlq`, as a person would, and discards those that only strangers can have sent. */
export async function replayDeadLetters(system: System): Promise<void> {
  const replayed = await dlq(system, 'replay', '--all');
  const foreign = [...replayed.stderr.matchAll(/^not replayed: (\S+) has no valid topic/gm)].map(([, id = '']) => id);
  const { code, stderr } = foreign.length > 0 ? await dlq(system, 'discard', ...foreign) : replayed;
  if (code !== 0) throw new Error(`the dead letters cannot be resolved: ${stderr}`);
}

/** Runs `npm run dlq`. Returns its exit status and what it printed as errors. */
async function dlq({ operator }: System, ...args: string[]): Promise<{ code: number; stderr: string }> {
  const options = {
    env: { ...process.env, ...operator, OTEL_SDK_DISABLED: 'true' },
    maxBuffer: 64 * 1_024 * 1_024,
  };
  try {
    const { stderr } = await promisify(execFile)(process.execPath, ['ops/dlq/dlq.ts', ...args], options);
    return { code: 0, stderr };
  } catch (error) {
    const { code, stderr } = error as { code?: unknown; stderr?: string };
    if (typeof code !== 'number' || stderr === undefined) throw error;
    return { code, stderr };
  }
}

/** The maximum number of messages of each topic to replay. */
const maxReplayed = 20_000;

/**
 * Publishes all dead letters once more, also resolved ones, and the latest messages of each topic but poison.
 * @returns the replayed messages of the topics
 */
export async function replayEverything({ broker }: System, topics: Topics): Promise<Message[]> {
  const letters = ['orders.dlq', 'stock.dlq'].flatMap((topic) =>
    topics
      .in(topic)
      .filter((letter) => isDeadLetter(letter) && isIntact(letter))
      .map((letter) => originalOf(topic as DeadLetterTopic, letter)),
  );
  const events = ['orders', 'stock'].flatMap((topic) => topics.in(topic).filter(isIntact).slice(-maxReplayed));
  await publish(broker, [...letters, ...events]);
  return events;
}

/** Returns the message that `npm run dlq -- replay` publishes for a dead letter. */
function originalOf(topic: DeadLetterTopic, letter: Message): OutgoingMessage {
  const { partition, offset, key, value, headers } = letter;
  const message = {
    key: key === null ? null : Buffer.from(key),
    value,
    headers,
    offset: String(offset),
    timestamp: '',
    attributes: 0,
  };
  const outgoing = replay({ id: `${topic}:${partition}:${offset}`, topic, partition, message });
  return { topic: outgoing.topic, key, value, headers: outgoing.message.headers ?? {} };
}
