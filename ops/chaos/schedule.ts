import { Random } from './random.ts';

/** A kind of fault, as far as it matters for when it comes. */
export interface Plannable {
  readonly kind: string;
  /** What it can be done to. */
  readonly targets: readonly string[];
  /** How long it lasts, in seconds: at least and at most. */
  readonly lasts: readonly [number, number];
  /** What it needs for itself: faults that touch the same never overlap. */
  touches(target: string): readonly string[];
}

/** A fault and its window, in milliseconds from the beginning of the run. */
export interface Planned {
  readonly kind: string;
  readonly target: string;
  readonly from: number;
  readonly until: number;
}

export interface PlanOptions {
  seed: number;
  /** How long the run lasts. Every fault is healed by then. */
  seconds: number;
  /** How many faults there may be at a time. */
  atOnce: number;
}

const warmUp = 3_000;
const pause = [1_000, 4_000] as const;
/** How long what was healed is left alone, so that it can work again before something else happens to it. */
const recovery = 10_000;

/**
 * Which faults come when. The same seed, kinds and time always give the same plan. Kinds take turns in random order, and
 * so do the targets of each, so that a run that is long enough has all of them.
 */
export function plan(kinds: readonly Plannable[], { seed, seconds, atOnce }: PlanOptions): Planned[] {
  const random = new Random(seed);
  const nextKind = inTurn(kinds, random);
  const nextTarget = new Map(kinds.map(({ kind, targets }) => [kind, inTurn(targets, random)]));
  const end = seconds * 1_000;
  const planned: (Planned & { touches: readonly string[] })[] = [];
  const freeFrom = Array.from({ length: atOnce }, () => warmUp);

  while (kinds.length > 0) {
    const lane = freeFrom.indexOf(Math.min(...freeFrom));
    const kind = nextKind();
    const target = nextTarget.get(kind.kind)?.() ?? '';
    const touches = kind.touches(target);
    const lasts = 1_000 * random.integer(...kind.lasts);
    let from = (freeFrom[lane] ?? 0) + random.integer(...pause);
    const inTheWay = () =>
      planned.find(
        (other) =>
          other.from < from + lasts + recovery &&
          from < other.until + recovery &&
          other.touches.some((one) => touches.includes(one)),
      );
    for (let other = inTheWay(); other !== undefined; other = inTheWay()) from = other.until + recovery;
    if (from + lasts > end) break;
    planned.push({ kind: kind.kind, target, from, until: from + lasts, touches });
    freeFrom[lane] = from + lasts;
  }
  return planned
    .map(({ touches: _, ...fault }) => fault)
    .toSorted((a, b) => a.from - b.from || a.kind.localeCompare(b.kind));
}

/** Hands out the elements of a list, all of them before any comes again. */
function inTurn<T>(list: readonly T[], random: Random): () => T {
  let left: T[] = [];
  return () => {
    if (left.length === 0) left = random.shuffled(list);
    return left.pop() as T;
  };
}
