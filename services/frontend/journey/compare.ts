import type { Activity } from './critical-path.ts';
import type { Hop } from './hops.ts';
import type { Journey } from './journey.ts';

/** A measure of two journeys in milliseconds; undefined for a journey that lacks it. */
export interface Compared {
  one: number | undefined;
  other: number | undefined;
}

/** The measures of two journeys, side by side. */
export interface Comparison {
  after: Compared;
  activities: readonly (Compared & { activity: Activity })[];
  /** The hops that do the same in both journeys. Several of them in one journey, as retries, are added up. */
  hops: readonly (Compared & { hop: Hop })[];
}

/** Compares where the time of two journeys went. */
export function compare(one: Journey, other: Journey): Comparison {
  const spent = [one, other].map(({ answer }) => new Map(answer.spent.map(({ activity, ms }) => [activity, ms])));
  const taken = [one, other].map(durations);
  const hops = new Map([...other.hops, ...one.hops].filter(isCompared).map((hop) => [keyOf(hop), hop]));
  const sorted = [...hops].toSorted(([, a], [, b]) => a.at - b.at);
  return {
    after: { one: one.answer.after, other: other.answer.after },
    activities: [...new Set(spent.flatMap((each) => [...each.keys()]))].map((activity) => ({
      activity,
      one: spent[0]?.get(activity),
      other: spent[1]?.get(activity),
    })),
    hops: sorted.map(([key, hop]) => ({ hop, one: taken[0]?.get(key), other: taken[1]?.get(key) })),
  };
}

function durations({ hops }: Journey): Map<string, number> {
  const taken = new Map<string, number>();
  for (const hop of hops.filter(isCompared)) {
    taken.set(keyOf(hop), (taken.get(keyOf(hop)) ?? 0) + hop.span.duration);
  }
  return taken;
}

const isCompared = ({ what }: Hop): boolean => what !== 'queries';

const keyOf = ({ where, what, event, topic, span }: Hop): string =>
  [where, what, event ?? topic ?? span.name.replace(/[0-9a-f-]{36}/g, '')].join(' ');
