import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The log texts of events that only the workers know about. */
const patterns = {
  chunkRetried: /chunk failed, retrying each message separately/,
  commitRefused:
    /The coordinator is not aware of this member|generation id is not valid|UNKNOWN_MEMBER_ID|ILLEGAL_GENERATION|UniqueConstraintError/,
} as const;

/** The number of times that each of these events was logged. */
export type LoggedEvents = Record<keyof typeof patterns, number>;

/** Counts the events in the logs of workers. */
export async function countLogged(folder: string, workers: readonly string[]): Promise<LoggedEvents> {
  const texts = workers.map((name) => readFile(join(folder, `${name}.log`), 'utf8').catch(() => ''));
  const lines = (await Promise.all(texts)).join('\n').split('\n');
  const count = (pattern: RegExp) => lines.filter((line) => pattern.test(line)).length;
  return { chunkRetried: count(patterns.chunkRetried), commitRefused: count(patterns.commitRefused) };
}
