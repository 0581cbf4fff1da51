import type { Activity, Segment } from './critical-path.ts';
import { eventOf, type Span, topicOf } from './trace.ts';

/** Segments of the critical path that follow each other in the same process. */
export interface Stage {
  activity: Exclude<Activity, 'database'>;
  ms: number;
  /** The part of the time that the database took. */
  databaseMs: number;
  where: string;
  /** The event that was handled, or else the name of the span. */
  event: string;
}

/** Returns the critical path as a person would tell it: the statements of a process are part of its work. */
export function stages(path: readonly Segment[]): Stage[] {
  const found: Stage[] = [];
  for (const { activity, from, to, span } of path) {
    const ms = to - from;
    const inDatabase = activity === 'database';
    const stage: Stage = {
      activity: inDatabase ? 'working' : activity,
      ms,
      databaseMs: inDatabase ? ms : 0,
      where: span.process,
      event: subject(span),
    };
    const last = found.at(-1);
    if (last?.activity === stage.activity && last.where === stage.where) {
      last.ms += ms;
      last.databaseMs += stage.databaseMs;
    } else found.push(stage);
  }
  return found;
}

const subject = (span: Span): string => eventOf(span) ?? topicOf(span) ?? span.name;
