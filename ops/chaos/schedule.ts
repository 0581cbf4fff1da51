import { Random } from './random.ts';

/** A kind of fault, reduced to what the schedule needs. */
export interface SchedulableKind {
  readonly kind: string;
  /** The components or topics that the fault can affect. */
  readonly targets: readonly string[];
  /** The shortest and the longest duration, in seconds. */
  readonly lasts: readonly [number, number];
  /** Returns the resources that the fault affects. Faults with a common resource never overlap. */
  touches(target: string): readonly string[];
}

/** A fault and its window, in milliseconds from the start of the run. */
export interface ScheduledFault {
  readonly kind: string;
  readonly target: string;
  readonly from: number;
  readonly until: number;
}

/** The options of a schedule. */
export interface ScheduleOptions {
  seed: number;
  /** The duration of the run. Every fault is healed before its end. */
  seconds: number;
  /** The maximum number of concurrent faults. */
  atOnce: number;
  /** The number of turns of each kind in a round; by default one. */
  turns?: Readonly<Record<string, number>>;
}

const warmUp = 3_000;
const pause = [1_000, 4_000] as const;
/** The pause between two faults with a common resource, so that the resource can work again. */
const recovery = 10_000;

/**
 * Schedules faults. The same seed and options always give the same schedule. Kinds take turns in random order, and so do
 * the targets of each kind, so that a long run has every kind at every target.
 */
export function scheduleFaults(
  kinds: readonly SchedulableKind[],
  { seed, seconds, atOnce, turns = {} }: ScheduleOptions,
): ScheduledFault[] {
  const random = new Random(seed);
  const round = kinds.flatMap((kind) => Array.from({ length: turns[kind.kind] ?? 1 }, () => kind));
  const nextKind = inTurn(round, random);
  const nextTarget = new Map(kinds.map(({ kind, targets }) => [kind, inTurn(targets, random)]));
  const end = seconds * 1_000;
  const scheduled: (ScheduledFault & { touches: readonly string[] })[] = [];
  const freeFrom = Array.from({ length: atOnce }, () => warmUp);

  while (kinds.length > 0) {
    const lane = freeFrom.indexOf(Math.min(...freeFrom));
    const kind = nextKind();
    const target = nextTarget.get(kind.kind)?.() ?? '';
    const touches = kind.touches(target);
    const lasts = 1_000 * random.integer(...kind.lasts);
    let from = (freeFrom[lane] ?? 0) + random.integer(...pause);
    const findOverlap = () =>
      scheduled.find(
        (other) =>
          other.from < from + lasts + recovery &&
          from < other.until + recovery &&
          other.touches.some((one) => touches.includes(one)),
      );
    for (let other = findOverlap(); other !== undefined; other = findOverlap()) from = other.until + recovery;
    if (from + lasts > end) break;
    scheduled.push({ kind: kind.kind, target, from, until: from + lasts, touches });
    freeFrom[lane] = from + lasts;
  }
  return scheduled
    .map(({ touches: _, ...fault }) => fault)
    .toSorted((a, b) => a.from - b.from || a.kind.localeCompare(b.kind));
}

/** Returns a function that yields the elements of a list in random order, each once before any repeats. */
function inTurn<T>(list: readonly T[], random: Random): () => T {
  let left: T[] = [];
  return () => {
    if (left.length === 0) left = random.shuffled(list);
    return left.pop() as T;
  };
}
