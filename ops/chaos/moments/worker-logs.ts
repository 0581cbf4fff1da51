import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The events that only the workers themselves know of, as their logs tell them. */
const patterns = {
  chunkRetried: /chunk failed, retrying each message separately/,
  commitRefused:
    /The coordinator is not aware of this member|generation id is not valid|UNKNOWN_MEMBER_ID|ILLEGAL_GENERATION|UniqueConstraintError/,
} as const;

/** How often each of these events happened. */
export type LoggedEvents = Record<keyof typeof patterns, number>;

/** Counts the events in the logs of workers. */
export async function countLogged(folder: string, workers: readonly string[]): Promise<LoggedEvents> {
  const texts = workers.map((name) => readFile(join(folder, `${name}.log`), 'utf8').catch(() => ''));
  const lines = (await Promise.all(texts)).join('\n').split('\n');
  const count = (pattern: RegExp) => lines.filter((line) => pattern.test(line)).length;
  return { chunkRetried: count(patterns.chunkRetried), commitRefused: count(patterns.commitRefused) };
}
