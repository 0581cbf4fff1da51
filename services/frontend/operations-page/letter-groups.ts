import { z } from 'zod';
import type { DeadLetterSummary } from '#events/dead-letters/describe.ts';

/** The dead letters to show: those that agree with every given field. */
export const letterFilter = z
  .object({ reason: z.string().max(100), type: z.string().max(100), group: z.string().max(100) })
  .partial();
export type LetterFilter = z.output<typeof letterFilter>;

/** Dead letters that have their reason, event type and consumer group in common, and so probably their cause. */
export interface LetterGroup extends Record<keyof LetterFilter, string> {
  count: number;
  /** The time of the newest one, ISO 8601; empty if unknown. */
  newest: string;
}

/** Returns the groups of dead letters, the largest first. */
export function groupLetters(letters: readonly DeadLetterSummary[]): LetterGroup[] {
  const groups = new Map<string, LetterGroup>();
  for (const { reason, type, group, at } of letters) {
    const key = JSON.stringify([reason, type, group]);
    const { count = 0, newest = '' } = groups.get(key) ?? {};
    groups.set(key, { reason, type, group, count: count + 1, newest: at > newest ? at : newest });
  }
  return [...groups.values()].toSorted((one, other) => other.count - one.count);
}

/** Returns the dead letters that a filter selects. */
export const filterLetters = (letters: readonly DeadLetterSummary[], filter: LetterFilter): DeadLetterSummary[] =>
  letters.filter((letter) =>
    Object.entries(filter).every(([field, wanted]) => letter[field as keyof LetterFilter] === wanted),
  );
